package netadapt.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunMetricsTest {
  private final List<String> warnings = new ArrayList<>();
  private final RecordedSink good = new RecordedSink();

  @Test
  void whatASinkThrowsIsOneWarningAndTheOthersGoOn() {
    UncheckedIOException unreachable =
        new UncheckedIOException(
            "not sent", new IOException("Connect to host:5000 failed\nand a second line"));
    RunMetrics metrics = metrics(failing(unreachable), good);

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
    RunMetrics metrics = metrics(bad, worse);

    metrics.record("supernet", 1, Map.of("loss", 2.0));
    metrics.close();

    assertThat(bad.ends()).containsExactly(RunEnd.STOPPED);
    assertThat(worse.ends()).containsExactly(RunEnd.STOPPED);
    assertThat(warnings).hasSize(2);
  }

  @Test
  @Timeout(30)
  void sinksInTheBackgroundEndTogether() {
    CyclicBarrier both = new CyclicBarrier(2);
    List<RecordedSink> inner = List.of(waitingAtTheEnd(both), waitingAtTheEnd(both));
    RunMetrics metrics =
        metrics(
            new BackgroundSink(inner.get(0), Duration.ofSeconds(60)),
            new BackgroundSink(inner.get(1), Duration.ofSeconds(60)));

    metrics.record("supernet", 1, Map.of("loss", 2.0));
    metrics.close(); // one after the other, the first would wait in vain

    assertThat(warnings).isEmpty();
    assertThat(inner).allSatisfy(sink -> assertThat(sink.ends()).containsExactly(RunEnd.FINISHED));
  }

  private static RecordedSink waitingAtTheEnd(CyclicBarrier all) {
    return new RecordedSink() {
      @Override
      public void end(RunEnd how) {
        try {
          all.await();
        } catch (InterruptedException | BrokenBarrierException e) {
          throw new IllegalStateException(e);
        }
        super.end(how);
      }
    };
  }

  @Test
  void aLibraryThatLacksAClassIsAWarningToo() {
    Error clash = new NoClassDefFoundError("org/example/Client");
    RunMetrics metrics = metrics(failing(clash));

    metrics.record("supernet", 1, Map.of("loss", 2.0));

    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith("NoClassDefFoundError: org/example/Client");
  }

  @Test
  void aSinkThatCannotBeMadeIsAWarningAndTheOthersGoOn() {
    RunMetrics metrics = new RunMetrics(warnings::add);
    metrics.add(
        "Spark's metrics system",
        () -> {
          throw new NoSuchMethodError("getSourcesByName");
        });
    metrics.add(
        "MLflow (tracking.mlflow.uri)",
        () -> {
          throw new UncheckedIOException(new IOException("no space left"));
        });
    metrics.add("a sink", () -> good);

    metrics.record("supernet", 1, Map.of("loss", 2.0));

    assertThat(warnings)
        .containsExactly(
            "no metrics go to Spark's metrics system, and the run goes on without:"
                + " NoSuchMethodError: getSourcesByName",
            "no metrics go to MLflow (tracking.mlflow.uri), and the run goes on without:"
                + " IOException: no space left");
    assertThat(good.values()).hasSize(1);
  }

  @Test
  void theEndIsThatOfTheLastStepThatIsNotFinished() {
    assertThat(endAfter()).isEqualTo(RunEnd.FINISHED);
    assertThat(endAfter("search", RunEnd.FINISHED, "train", RunEnd.STOPPED))
        .isEqualTo(RunEnd.STOPPED);
    assertThat(endAfter("search", RunEnd.STOPPED, "search", RunEnd.FINISHED))
        .isEqualTo(RunEnd.FINISHED);
    assertThat(endAfter("search", RunEnd.STOPPED, "export", RunEnd.FAILED))
        .isEqualTo(RunEnd.FAILED);
  }

  @Test
  void aStepThatFinishesDoesNotHideThatAnotherOneWasStopped() {
    assertThat(endAfter("search", RunEnd.STOPPED, "export", RunEnd.FINISHED))
        .isEqualTo(RunEnd.STOPPED);
  }

  /** What a sink is told at the end. */
  private RunEnd endAfter(Object... stepsAndEnds) {
    RecordedSink sink = new RecordedSink();
    RunMetrics metrics = metrics(sink);
    for (int i = 0; i < stepsAndEnds.length; i += 2) {
      metrics.ended((String) stepsAndEnds[i], (RunEnd) stepsAndEnds[i + 1]);
    }
    metrics.close();
    metrics.close();
    assertThat(sink.ends()).hasSize(1);
    return sink.ends().get(0);
  }

  private RunMetrics metrics(MetricsSink... sinks) {
    RunMetrics metrics = new RunMetrics(warnings::add);
    for (MetricsSink sink : sinks) {
      metrics.add(sink.name(), () -> sink);
    }
    return metrics;
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
