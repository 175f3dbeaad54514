package netadapt.run;

import java.util.Optional;

/**
 * The teacher of a training.
 *
 * @param teacher {@code supernet}, or the file of a model
 * @param id of its content: SHA-256 of the file, in hexadecimal digits; of the super-network, that
 *     of its weights and on how many images its statistics were recalibrated
 * @param classesId SHA-256 of the file that names its classes; empty if there is none
 */
public record TaughtBy(String teacher, String id, Optional<String> classesId) {}
