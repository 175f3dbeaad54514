package netadapt.job;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netadapt.metrics.BackgroundSink;
import netadapt.metrics.MetricsSink;
import netadapt.metrics.RunMetrics;
import netadapt.metrics.SparkSink;
import netadapt.metrics.TensorBoardSink;
import netadapt.settings.TrackingSettings;

/** Where the metrics of a run go. */
final class Tracking {
  /** What the end of a run waits for a slow server. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Tracking() {}

  /** Begins to track a run whose directory this process writes. */
  static RunMetrics of(Run run) {
    TrackingSettings settings = run.settings().tracking();
    List<MetricsSink> sinks = new ArrayList<>();
    sinks.add(new SparkSink(run.context().sc().env().metricsSystem()));
    if (!settings.tensorboard().isEmpty()) {
      sinks.add(
          inBackground(
              new TensorBoardSink(
                  settings.tensorboard(), run.directory().hadoop(), Clock.systemUTC())));
    }
    return new RunMetrics(sinks, warning -> run.warn(Optional.of(warning)));
  }

  private static MetricsSink inBackground(MetricsSink sink) {
    return new BackgroundSink(sink, PATIENCE);
  }
}
