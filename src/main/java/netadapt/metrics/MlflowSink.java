package netadapt.metrics;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunData;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * A run of an MLflow server. One that is resumed is found by its tag, and gets only steps after
 * those that the server has, so that each is in its charts once; but a result that has changed is
 * sent again, as MLflow shows the last one.
 */
public final class MlflowSink implements MetricsSink {
  /** By which a run is found again. */
  static final String TAG = "netadapt.run";

  // What MLflow's servers take in one request, and of one parameter.
  private static final int MOST_METRICS = 1000;
  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_PARAMETER = 500;

  // Codes of HTTP.
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;

  private final String uri;
  private final String experiment;
  private final TrackedRun run;
  private final Clock clock;
  private final Map<String, Metric> latest = new HashMap<>();
  private volatile Optional<MlflowClient> client = Optional.empty();
  private volatile boolean abandoned;
  private String runId = "";

  /**
   * What a server is told of a run.
   *
   * @param id by which it is found again, unlike all other runs'
   * @param name for people
   * @param directory where it keeps everything
   * @param settings by their keys, with nothing secret
   */
  public record TrackedRun(String id, String name, String directory, Map<String, String> settings) {
    public TrackedRun {
      settings = Map.copyOf(settings);
    }
  }

  /**
   * Names a run; asks the server nothing yet.
   *
   * @param uri of the server: {@code http://HOST:PORT}, {@code databricks} or {@code
   *     databricks://PROFILE}
   * @param experiment name of the experiment, without an apostrophe, which is made if it is not
   *     there
   */
  public MlflowSink(String uri, String experiment, TrackedRun run, Clock clock) {
    this.uri = uri.replaceFirst("/+$", "");
    this.experiment = experiment;
    this.run = run;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "MLflow at %s (tracking.mlflow.uri)".formatted(uri);
  }

  @Override
  public void record(List<MetricValues> values) {
    try {
      send(values, client.orElseGet(this::begin));
    } catch (MlflowClientException failure) {
      if (!mayPass(failure)) {
        throw failure;
      }
      disconnect(); // the next one asks what the server has
      throw new Unavailable(failure);
    }
  }

  private void disconnect() {
    client.ifPresent(MlflowClient::close);
    client = Optional.empty();
  }

  private static boolean mayPass(MlflowClientException failure) {
    return failure instanceof MlflowHttpException answer
        ? answer.getStatusCode() >= SERVER_ERROR || answer.getStatusCode() == TOO_MANY_REQUESTS
        : failure.getCause() instanceof IOException;
  }

  private void send(List<MetricValues> values, MlflowClient server) {
    List<Metric> metrics = new ArrayList<>();
    for (MetricValues one : values) {
      one.values().forEach((name, value) -> add(one, name, value, metrics));
    }
    for (int from = 0; from < metrics.size(); from += MOST_METRICS) {
      int to = Math.min(from + MOST_METRICS, metrics.size());
      server.logBatch(runId, metrics.subList(from, to), List.of(), List.of());
    }
  }

  private void add(MetricValues of, String name, double value, List<Metric> metrics) {
    Metric metric =
        Metric.newBuilder()
            .setKey(of.fullName(name))
            .setStep(of.step())
            .setValue(value)
            .setTimestamp(clock.millis())
            .build();
    Metric before = latest.get(metric.getKey());
    boolean changed =
        before != null && of.isResult() && Double.compare(value, before.getValue()) != 0;
    if (before == null || metric.getStep() > before.getStep() || changed) {
      latest.put(metric.getKey(), metric);
      metrics.add(metric);
    }
  }

  @Override
  public void end(RunEnd how) {
    client.ifPresent(
        server -> {
          try (server) {
            server.setTerminated(runId, status(how), clock.millis());
          }
        });
    client = Optional.empty();
  }

  /** The client has no time-outs, but fails once it is closed. */
  @Override
  public void abandon() {
    abandoned = true;
    client.ifPresent(MlflowClient::close);
  }

  private static RunStatus status(RunEnd how) {
    return switch (how) {
      case FINISHED -> RunStatus.FINISHED;
      case STOPPED -> RunStatus.KILLED;
      case FAILED -> RunStatus.FAILED;
    };
  }

  private MlflowClient begin() {
    MlflowClient server = connect();
    client = Optional.of(server); // first, so that abandoning closes it or is seen here
    if (abandoned) {
      disconnect(); // else the end would still ask through it
      throw new IllegalStateException("no more is sent");
    }
    String named = "name = '%s'".formatted(experiment);
    String experimentId =
        server.searchExperiments(named).getItems().stream()
            .map(Experiment::getExperimentId)
            .findFirst()
            .orElseGet(() -> server.createExperiment(experiment));
    String tagged = "tags.`%s` = '%s'".formatted(TAG, run.id());
    List<RunInfo> found = server.searchRuns(List.of(experimentId), tagged);
    if (found.isEmpty()) {
      create(server, experimentId);
    } else {
      resume(server, found.get(0).getRunId());
    }
    return server;
  }

  /** Signs in as MLflow's Python does; the client itself knows only of Databricks. */
  private MlflowClient connect() {
    if (!uri.startsWith("http")) {
      return new MlflowClient(uri);
    }
    Map<String, String> environment = System.getenv();
    return new MlflowClient(
        new BasicMlflowHostCreds(
            uri,
            environment.get("MLFLOW_TRACKING_USERNAME"),
            environment.get("MLFLOW_TRACKING_PASSWORD"),
            environment.get("MLFLOW_TRACKING_TOKEN"),
            /* shouldIgnoreTlsVerification= */ false));
  }

  /** With its tags from the first moment on, as nothing finds a run that lacks them. */
  private void create(MlflowClient server, String experimentId) {
    CreateRun request =
        CreateRun.newBuilder()
            .setExperimentId(experimentId)
            .setRunName(run.name())
            .setUserId(System.getProperty("user.name", ""))
            .setStartTime(clock.millis())
            .addTags(tag(TAG, run.id()))
            .addTags(tag("netadapt.directory", run.directory()))
            .addTags(tag("mlflow.runName", run.name()))
            .addTags(tag("mlflow.source.name", "netadapt"))
            .build();
    runId = server.createRun(request).getRunId();
    sendParameters(server);
  }

  private void sendParameters(MlflowClient server) {
    List<Param> settings = new ArrayList<>();
    run.settings().forEach((key, value) -> settings.add(parameter(key, value)));
    for (int from = 0; from < settings.size(); from += MOST_PARAMETERS) {
      int to = Math.min(from + MOST_PARAMETERS, settings.size());
      server.logBatch(runId, List.of(), settings.subList(from, to), List.of());
    }
  }

  /** Its parameters stay those it was begun with: MLflow refuses others. */
  private void resume(MlflowClient server, String id) {
    runId = id;
    // The client has no method for this that leaves the time of the end alone.
    server.sendPost("runs/update", "{\"run_id\": \"%s\", \"status\": \"RUNNING\"}".formatted(id));
    RunData known = server.getRun(id).getData();
    if (known.getParamsCount() == 0) { // the server or this program was stopped before
      sendParameters(server);
    }
    latest.clear();
    known.getMetricsList().forEach(metric -> latest.put(metric.getKey(), metric));
  }

  private static RunTag tag(String key, String value) {
    return RunTag.newBuilder().setKey(key).setValue(value).build();
  }

  private static Param parameter(String key, String value) {
    String name = key.replaceAll("[^\\w.:/ -]", ""); // Spark's keys are in quotes
    String shown =
        value.length() <= LONGEST_PARAMETER ? value : value.substring(0, LONGEST_PARAMETER);
    return Param.newBuilder().setKey(name).setValue(shown).build();
  }
}
