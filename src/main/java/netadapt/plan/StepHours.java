package netadapt.plan;

import java.util.OptionalDouble;

/**
 * How long the long steps of a run take on some executors; steps that a device cannot do, or that
 * have too few images for so many executors, are empty.
 *
 * @param executors at a time
 * @param supernet hours of {@code train-supernet}
 * @param search hours of {@code search}
 * @param train hours of {@code train}
 */
public record StepHours(
    int executors, OptionalDouble supernet, OptionalDouble search, OptionalDouble train) {

  /** Hours of all; empty if a step is. */
  public OptionalDouble together() {
    return supernet.isPresent() && search.isPresent() && train.isPresent()
        ? OptionalDouble.of(supernet.getAsDouble() + search.getAsDouble() + train.getAsDouble())
        : OptionalDouble.empty();
  }
}
