package netadapt.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import netadapt.metrics.FakeMlflow.TrackedRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MlflowSinkTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC);

  private FakeMlflow server;

  @BeforeEach
  void startServer() throws IOException {
    server = FakeMlflow.start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void aRunIsMadeInTheExperimentWithItsSettingsAndMetrics() {
    MlflowSink sink = sink("one", Map.of("search.samples", "48", "spark.\"a.b\"", "c"));

    sink.record(
        List.of(
            new MetricValues("supernet", 8, Map.of("loss", 2.5)),
            new MetricValues("supernet", 16, Map.of("loss", 1.5))));
    sink.end(RunEnd.FINISHED);

    TrackedRun run = server.runs().get(0);
    assertThat(run.experiment()).isEqualTo("1");
    assertThat(run.name()).isEqualTo("quickstart");
    assertThat(run.tags())
        .containsEntry("mlflow.runName", "quickstart")
        .containsEntry("netadapt.directory", "file:/runs/quickstart");
    assertThat(run.parameters()).isEqualTo(Map.of("search.samples", "48", "spark.a.b", "c"));
    assertThat(run.steps("supernet/loss")).containsExactly(8L, 16L);
    assertThat(run.values("supernet/loss")).containsExactly(2.5, 1.5);
    assertThat(run.batches()).isEqualTo(1);
    assertThat(run.status()).isEqualTo("FINISHED");
  }

  @Test
  void aRunThatIsResumedIsFoundAndHasEachStepOnce() {
    MlflowSink killed = sink("one", Map.of("workers", "2"));
    killed.record(List.of(loss(8), loss(16)));

    MlflowSink resumed = sink("one", Map.of("workers", "4"));
    resumed.record(List.of(loss(8), loss(16), loss(24)));
    assertThat(server.runs().get(0).status()).isEqualTo("RUNNING");
    resumed.end(RunEnd.STOPPED);

    assertThat(server.runs()).hasSize(1);
    TrackedRun run = server.runs().get(0);
    assertThat(run.steps("supernet/loss")).containsExactly(8L, 16L, 24L);
    assertThat(run.parameters()).containsEntry("workers", "2");
    assertThat(run.status()).isEqualTo("KILLED");
  }

  @Test
  void anotherValueOfTheLastStepReplacesIt() {
    MlflowSink sink = sink("one", Map.of());
    sink.record(List.of(found(Map.of("macs", 400.0, "score", 0.5))));
    sink.record(List.of(found(Map.of("macs", 300.0, "score", 0.5))));
    sink.end(RunEnd.FINISHED);

    MlflowSink resumed = sink("one", Map.of());
    resumed.record(List.of(found(Map.of("macs", 300.0, "score", 0.75))));

    TrackedRun run = server.runs().get(0);
    assertThat(run.values("result/found-0.5/macs")).containsExactly(400.0, 300.0);
    assertThat(run.values("result/found-0.5/score")).containsExactly(0.5, 0.75);
  }

  @Test
  void aRunThatIsBegunAnewIsAnotherOneOfTheSameExperiment() {
    sink("one", Map.of()).record(List.of(loss(8)));
    sink("other", Map.of()).record(List.of(loss(8)));

    assertThat(server.runs()).extracting(TrackedRun::experiment).containsExactly("1", "1");
  }

  @Test
  void manyValuesAndSettingsAreSentInPartsThatServersTake() {
    Map<String, String> settings =
        IntStream.range(0, 250)
            .boxed()
            .collect(Collectors.toMap(i -> "key" + i, i -> "x".repeat(1000)));
    MlflowSink sink = sink("one", settings);

    sink.record(IntStream.range(0, 2500).mapToObj(MlflowSinkTest::loss).toList());

    TrackedRun run = server.runs().get(0);
    assertThat(run.parameters()).hasSize(250).containsEntry("key0", "x".repeat(500));
    assertThat(run.steps("supernet/loss")).hasSize(2500);
    assertThat(run.batches()).isEqualTo(3);
  }

  @Test
  void whatAServerDoesNotTakeForNowMayBeGivenAgain() {
    MlflowSink sink = sink("one", Map.of("workers", "2"));
    server.fail("runs/log-batch", 503); // the run is made then, without its settings
    assertThatThrownBy(() -> sink.record(List.of(loss(8)))).isInstanceOf(Unavailable.class);
    server.recover();
    sink.record(List.of(loss(8)));
    server.fail("runs/log-batch", 503);
    assertThatThrownBy(() -> sink.record(List.of(loss(16)))).isInstanceOf(Unavailable.class);
    server.recover();
    sink.record(List.of(loss(16)));
    sink.end(RunEnd.FINISHED);

    assertThat(server.runs()).hasSize(1);
    TrackedRun run = server.runs().get(0);
    assertThat(run.parameters()).containsExactly(Map.entry("workers", "2"));
    assertThat(run.steps("supernet/loss")).containsExactly(8L, 16L);
    assertThat(run.status()).isEqualTo("FINISHED");
  }

  @Test
  void whatAServerRefusesIsNotGivenAgain() {
    MlflowSink sink = sink("one", Map.of());
    server.fail("runs/log-batch", 403);

    assertThatThrownBy(() -> sink.record(List.of(loss(8)))).isNotInstanceOf(Unavailable.class);
  }

  @Test
  void aServerThatNeverAnswersIsLeftAtTheEnd() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MlflowSink sink = sink("http://localhost:" + silent.getLocalPort(), "one", Map.of());
      BackgroundSink background = new BackgroundSink(sink, Duration.ZERO);
      background.record(List.of(loss(8)));
      try (Socket asked = silent.accept()) {
        assertThat(asked.getInputStream().read()).isEqualTo('P'); // of POST: it waits now
        Thread waiting =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("netadapt metrics of " + sink.name()))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> background.end(RunEnd.FINISHED))
            .hasMessage("it did not take all within 0 seconds");
        waiting.join();
      }
    }
  }

  @Test
  void anAbandonedSinkAsksItsServerNothingMore() {
    MlflowSink sink = sink("one", Map.of());
    sink.abandon();

    assertThatThrownBy(() -> sink.record(List.of(loss(8)))).hasMessage("no more is sent");
    sink.end(RunEnd.STOPPED);

    assertThat(server.requests()).isZero();
  }

  @Test
  void aServerThatIsNotThereIsAWarningThatNamesIt() {
    String uri = server.uri();
    MetricsSink sink = sink("one", Map.of());
    server.close();
    List<String> warnings = new ArrayList<>();
    RunMetrics metrics = new RunMetrics(warnings::add);
    metrics.add("a sink", () -> sink);

    metrics.record("supernet", 8, Map.of("loss", 2.5));
    metrics.record("supernet", 16, Map.of("loss", 1.5));
    metrics.close();

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith(
            "no more metrics go to MLflow at %s (tracking.mlflow.uri), and the run goes on without:"
                .formatted(uri))
        .contains("refused")
        .hasLineCount(1);
  }

  private MlflowSink sink(String id, Map<String, String> settings) {
    return sink(server.uri() + "/", id, settings);
  }

  private static MlflowSink sink(String uri, String id, Map<String, String> settings) {
    MlflowSink.TrackedRun run =
        new MlflowSink.TrackedRun(id, "quickstart", "file:/runs/quickstart", settings);
    return new MlflowSink(uri, "netadapt", run, CLOCK);
  }

  private static MetricValues found(Map<String, Double> values) {
    return new MetricValues("result/found-0.5", 0, values);
  }

  private static MetricValues loss(int step) {
    return new MetricValues("supernet", step, Map.of("loss", 2.0));
  }
}
