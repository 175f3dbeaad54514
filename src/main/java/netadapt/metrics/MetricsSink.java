package netadapt.metrics;

import java.util.List;

/**
 * Where metrics of a run go. One thread at a time uses it; whatever it throws ends its use, and
 * never the run.
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
   */
  void record(List<MetricValues> values);

  /** Nothing more comes from this process. */
  void end(RunEnd how);
}
