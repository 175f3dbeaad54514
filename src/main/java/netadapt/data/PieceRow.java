package netadapt.data;

import java.io.Serializable;

/**
 * An image as it is kept, before it has its place.
 *
 * @param ordinal in the source's order
 * @param label the image's class
 * @param source what the column {@code source} says
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 or 3
 * @param image what the column {@code image} has; not copied
 * @param target what the column {@code target} has, empty where there is none; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one array per image, millions of them
record PieceRow(
    int ordinal,
    int label,
    String source,
    int height,
    int width,
    int channels,
    byte[] image,
    byte[] target)
    implements Serializable {}
