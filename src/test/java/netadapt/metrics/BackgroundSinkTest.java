package netadapt.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackgroundSinkTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);

  /** Answers the first call when it is let. */
  private class SlowSink extends RecordedSink {
    @Override
    public void record(List<MetricValues> values) {
      asked.countDown();
      await(answer);
      super.record(values);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSlowSinkHoldsNobodyUpAndGetsTogetherWhatCameMeanwhile() throws Exception {
    RecordedSink slow = new SlowSink();
    BackgroundSink sink = new BackgroundSink(slow, LONG);
    sink.record(List.of(values(0)));
    asked.await();

    for (int step = 1; step <= 1000; step++) {
      sink.record(List.of(values(step))); // would never return if it waited
    }
    answer.countDown();
    sink.end(RunEnd.FINISHED);

    assertThat(slow.calls()).hasSize(2).last().asList().hasSize(1000);
    assertThat(slow.ends()).containsExactly(RunEnd.FINISHED);
  }

  @Test
  void theEndLeavesASinkThatNeverAnswersWithoutAThread() throws Exception {
    CountDownLatch abandoned = new CountDownLatch(1);
    RecordedSink silent =
        new SlowSink() {
          @Override
          public void abandon() {
            abandoned.countDown();
          }
        };
    BackgroundSink sink = new BackgroundSink(silent, Duration.ZERO);
    sink.record(List.of(values(0)));
    asked.await();

    assertThatThrownBy(() -> sink.end(RunEnd.FINISHED))
        .hasMessage("it did not take all within 0 seconds");
    assertThat(abandoned.getCount()).isZero();
  }

  @Test
  void aSinkIsNotTakenForUnavailableBecauseItIsAbandoned() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    RecordedSink closed =
        new SlowSink() {
          @Override
          public void record(List<MetricValues> values) {
            super.record(values);
            throw new Unavailable(new IOException("Connection pool shut down"));
          }

          @Override
          public void abandon() {
            answer.countDown();
            await(failed);
          }
        };
    BackgroundSink sink =
        new BackgroundSink(
            closed,
            Duration.ZERO,
            failures -> {
              failed.countDown();
              return Duration.ofHours(1);
            });
    sink.record(List.of(values(0)));
    asked.await();

    assertThatThrownBy(() -> sink.end(RunEnd.FINISHED))
        .hasMessage("it did not take all within 0 seconds");
  }

  @Test
  void aSinkThatIsUnavailableForATimeGetsAllAndIsToldOfOnce() throws Exception {
    List<Integer> pauses = new CopyOnWriteArrayList<>();
    CountDownLatch taken = new CountDownLatch(1);
    RecordedSink sink =
        new RecordedSink() {
          @Override
          public void record(List<MetricValues> values) {
            if (pauses.size() < 3) {
              throw new Unavailable(new IOException("Connection reset"));
            }
            super.record(values);
            taken.countDown();
          }
        };
    List<String> warnings = new ArrayList<>();
    RunMetrics metrics = new RunMetrics(warnings::add);
    metrics.add("a sink", () -> new BackgroundSink(sink, LONG, pause(pauses)));

    metrics.record("supernet", 0, Map.of("loss", 1.0));
    metrics.record("supernet", 1, Map.of("loss", 1.0));
    taken.await();
    metrics.record("supernet", 2, Map.of("loss", 1.0));
    metrics.close();

    assertThat(sink.values()).containsExactly(values(0), values(1), values(2));
    assertThat(sink.ends()).containsExactly(RunEnd.FINISHED);
    assertThat(pauses).containsExactly(1, 2, 3);
    assertThat(warnings)
        .containsExactly(
            "a sink does not answer, and is tried again while the run goes on:"
                + " IOException: Connection reset");
  }

  @Test
  void aSinkThatStaysUnavailableIsToldOfOnce() {
    RecordedSink sink =
        new RecordedSink() {
          @Override
          public void record(List<MetricValues> values) {
            asked.countDown();
            throw new Unavailable(new IOException("Connection refused"));
          }
        };
    List<String> warnings = new ArrayList<>();
    RunMetrics metrics = new RunMetrics(warnings::add);
    metrics.add("a sink", () -> new BackgroundSink(sink, LONG, failures -> Duration.ofHours(1)));

    metrics.record("supernet", 0, Map.of("loss", 1.0));
    metrics.close();

    assertThat(warnings).hasSize(1);
  }

  @Test
  void pausesGrowToMinutes() {
    assertThat(IntStream.of(1, 2, 3, 8, 9, 10, 1000).mapToObj(BackgroundSink::pause))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 128L, 256L, 300L, 300L);
  }

  /** None, but remembers after how many failures. */
  private static IntFunction<Duration> pause(List<Integer> pauses) {
    return failures -> {
      pauses.add(failures);
      return Duration.ZERO;
    };
  }

  @Test
  void whatASinkThrowsIsThrownByALaterCallAndEndsIt() {
    RecordedSink bad = failing();
    BackgroundSink sink = new BackgroundSink(bad, LONG);
    sink.record(List.of(values(0)));

    assertThatThrownBy(() -> sink.end(RunEnd.FINISHED)).hasRootCauseMessage("no such folder");
    assertThat(bad.ends()).containsExactly(RunEnd.STOPPED);
  }

  @Test
  void aSinkThatHasFailedIsToldOfOnceAndEndedOnce() throws Exception {
    RecordedSink bad = failing();
    List<String> warnings = new ArrayList<>();
    RunMetrics metrics = new RunMetrics(warnings::add);
    metrics.add("a sink", () -> new BackgroundSink(bad, LONG));
    metrics.record("supernet", 0, Map.of("loss", 1.0));
    asked.await();
    metrics.record("supernet", 1, Map.of("loss", 1.0)); // may find it failed, or not yet
    metrics.close();

    assertThat(warnings).hasSize(1);
    assertThat(bad.ends()).containsExactly(RunEnd.STOPPED);
  }

  private RecordedSink failing() {
    return new RecordedSink() {
      @Override
      public void record(List<MetricValues> values) {
        asked.countDown();
        throw new IllegalStateException("no such folder");
      }
    };
  }

  @Test
  void whatWasNeverUsedIsNotEnded() {
    RecordedSink unused = new RecordedSink();

    new BackgroundSink(unused, LONG).end(RunEnd.FINISHED);

    assertThat(unused.ends()).isEmpty();
  }

  private static MetricValues values(int step) {
    return new MetricValues("supernet", step, Map.of("loss", 1.0));
  }
}
