package netadapt.job;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import netadapt.metrics.BackgroundSink;
import netadapt.metrics.MetricsSink;
import netadapt.metrics.MlflowSink;
import netadapt.metrics.MlflowSink.TrackedRun;
import netadapt.metrics.RunMetrics;
import netadapt.metrics.SparkSink;
import netadapt.metrics.TensorBoardSink;
import netadapt.run.RunDirectory;
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
    if (!settings.mlflow().uri().isEmpty()) {
      mlflow(run, settings.mlflow()).map(Tracking::inBackground).ifPresent(sinks::add);
    }
    return new RunMetrics(sinks, warning -> run.warn(Optional.of(warning)));
  }

  private static MetricsSink inBackground(MetricsSink sink) {
    return new BackgroundSink(sink, PATIENCE);
  }

  private static Optional<MetricsSink> mlflow(Run run, TrackingSettings.Mlflow server) {
    RunDirectory directory = run.directory();
    try {
      TrackedRun tracked =
          new TrackedRun(
              id(directory),
              server.runName().isEmpty() ? directory.root().getName() : server.runName(),
              directory.root().toString(),
              KeptConfiguration.of(run).withoutSecrets().values());
      return Optional.of(
          new MlflowSink(server.uri(), server.experiment(), tracked, Clock.systemUTC()));
    } catch (UncheckedIOException e) { // such as for a full disk
      run.warn(Optional.of("MLflow gets no metrics of this run: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** Of the run, wherever its directory is moved; a run that is begun anew there has another. */
  private static String id(RunDirectory directory) {
    if (!directory.exists(directory.trackingId())) {
      directory.commitText(directory.trackingId(), UUID.randomUUID().toString());
    }
    return directory.readText(directory.trackingId()).strip();
  }
}
