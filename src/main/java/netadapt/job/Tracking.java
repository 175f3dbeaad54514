package netadapt.job;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  /** Begins to track a run whose directory this process writes; what fails is a warning. */
  static RunMetrics of(Run run) {
    TrackingSettings settings = run.settings().tracking();
    RunMetrics metrics = new RunMetrics(warning -> run.warn(Optional.of(warning)));
    metrics.add(
        "Spark's metrics system", () -> new SparkSink(run.context().sc().env().metricsSystem()));
    if (!settings.tensorboard().isEmpty()) {
      metrics.add(
          "TensorBoard's files (tracking.tensorboard)",
          () -> inBackground(tensorBoard(run, settings.tensorboard())));
    }
    if (!settings.mlflow().uri().isEmpty()) {
      metrics.add(
          "MLflow (tracking.mlflow.uri)", () -> inBackground(mlflow(run, settings.mlflow())));
    }
    return metrics;
  }

  private static MetricsSink inBackground(MetricsSink sink) {
    return new BackgroundSink(sink, PATIENCE);
  }

  private static MetricsSink tensorBoard(Run run, String folder) {
    return new TensorBoardSink(folder, run.directory().hadoop(), Clock.systemUTC());
  }

  private static MetricsSink mlflow(Run run, TrackingSettings.Mlflow server) {
    RunDirectory directory = run.directory();
    TrackedRun tracked =
        new TrackedRun(
            id(directory),
            server.runName().isEmpty() ? directory.root().getName() : server.runName(),
            directory.root().toString(),
            parameters(run));
    return new MlflowSink(server.uri(), server.experiment(), tracked, Clock.systemUTC());
  }

  /** All settings but Spark's, among which are keys of storages that no pattern finds. */
  private static Map<String, String> parameters(Run run) {
    Map<String, String> parameters = new TreeMap<>(run.settings().resolved().values());
    parameters.keySet().removeIf(key -> key.startsWith("spark."));
    return parameters;
  }

  /** Of the run, wherever its directory is moved; a run that is begun anew there has another. */
  private static String id(RunDirectory directory) {
    if (!directory.exists(directory.trackingId())) {
      directory.commitText(directory.trackingId(), UUID.randomUUID().toString());
    }
    return directory.readText(directory.trackingId()).strip();
  }
}
