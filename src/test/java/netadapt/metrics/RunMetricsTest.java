package netadapt.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
  private final List<String> warnings = new ArrayList<>();
  private final RecordedSink good = new RecordedSink();

  @Test
  void whatASinkThrowsIsOneWarningAndTheOthersGoOn() {
    UncheckedIOException unreachable =
        new UncheckedIOException(
            "not sent", new IOException("Connect to host:5000 failed\nand a second line"));
    RunMetrics metrics = new RunMetrics(List.of(failing(unreachable), good), warnings::add);

    metrics.record("supernet", 1, Map.of("loss", 2.0));
    metrics.record("supernet", 2, Map.of("loss", 1.0));
    metrics.close();

    assertThat(warnings)
        .containsExactly(
            "no more metrics go to a bad sink (tracking.bad), and the run goes on without:"
                + " IOException: Connect to host:5000 failed");
    assertThat(good.values())
        .containsExactly(
            new MetricValues("supernet", 1, Map.of("loss", 2.0)),
            new MetricValues("supernet", 2, Map.of("loss", 1.0)));
    assertThat(good.ends()).containsExactly(RunEnd.FINISHED);
  }

  @Test
  void aSinkThatFailsIsEndedAndMayFailAtThatToo() {
    RecordedSink bad = failing(new IllegalStateException("full"));
    RecordedSink worse =
        new RecordedSink() {
          @Override
          public void record(List<MetricValues> values) {
            throw new IllegalStateException("full");
          }

          @Override
          public void end(RunEnd how) {
            super.end(how);
            throw new IllegalStateException("still full");
          }
        };
    RunMetrics metrics = new RunMetrics(List.of(bad, worse), warnings::add);

    metrics.record("supernet", 1, Map.of("loss", 2.0));
    metrics.close();

    assertThat(bad.ends()).containsExactly(RunEnd.STOPPED);
    assertThat(worse.ends()).containsExactly(RunEnd.STOPPED);
    assertThat(warnings).hasSize(2);
  }

  @Test
  void aLibraryThatLacksAClassIsAWarningToo() {
    Error clash = new NoClassDefFoundError("org/example/Client");
    RunMetrics metrics = new RunMetrics(List.of(failing(clash)), warnings::add);

    metrics.record("supernet", 1, Map.of("loss", 2.0));

    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith("NoClassDefFoundError: org/example/Client");
  }

  @Test
  void theEndIsThatOfTheLastStep() {
    RunMetrics metrics = new RunMetrics(List.of(good), warnings::add);

    metrics.ended(RunEnd.FINISHED);
    metrics.ended(RunEnd.STOPPED);
    metrics.close();
    metrics.close();

    assertThat(good.ends()).containsExactly(RunEnd.STOPPED);
  }

  private static RecordedSink failing(Throwable failure) {
    return new RecordedSink() {
      @Override
      public String name() {
        return "a bad sink (tracking.bad)";
      }

      @Override
      public void record(List<MetricValues> values) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
    };
  }
}
