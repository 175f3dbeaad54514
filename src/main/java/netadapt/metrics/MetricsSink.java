package netadapt.metrics;

import java.util.List;
import java.util.Optional;

/**
 * Where metrics of a run go. One thread at a time uses it. Whatever {@link #record} throws ends its
 * use, and never the run: {@link #end} follows.
 *
 * <p>A run that is resumed gives what it has recorded before once more, from the first step on: a
 * sink that keeps metrics sees to it that each step is there once.
 */
public interface MetricsSink {
  /**
   * What it is, in words of a warning: {@code TensorBoard's files in DIR (tracking.tensorboard)}.
   */
  String name();

  /**
   * Takes values. With the first ones the sink gets ready, and never without any.
   *
   * @param values at least one, in the order of their steps
   * @throws Unavailable if it may be given the same again later
   */
  void record(List<MetricValues> values);

  /** What the user is to be told, once, of a sink that goes on. */
  default Optional<String> takeWarning() {
    return Optional.empty();
  }

  /** Begins what {@link #end} is about to wait for. */
  default void startEnd(RunEnd how) {}

  /** Nothing more comes from this process: lets go of everything, even if it throws. */
  void end(RunEnd how);

  /**
   * Frees the thread that waits for the sink, which is given up: called by another thread while
   * {@link #record} or {@link #end} goes on, which fails by it.
   */
  default void abandon() {}
}
