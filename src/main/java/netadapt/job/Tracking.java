package netadapt.job;

import java.util.List;
import java.util.Optional;
import netadapt.metrics.RunMetrics;
import netadapt.metrics.SparkSink;

/** Where the metrics of a run go. */
final class Tracking {
  private Tracking() {}

  /** Begins to track a run whose directory this process writes. */
  static RunMetrics of(Run run) {
    return new RunMetrics(
        List.of(new SparkSink(run.context().sc().env().metricsSystem())),
        warning -> run.warn(Optional.of(warning)));
  }
}
