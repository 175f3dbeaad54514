package netadapt.nn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrewTest {
  @ParameterizedTest
  @CsvSource({"1, 5", "3, 7", "3, 3", "4, 2", "2, 1"})
  void everyImageIsDoneOnceAndNoHandIsIdle(int threads, int images) {
    Crew crew = new Crew(threads);
    for (int round = 0; round < 1000; round++) {
      AtomicIntegerArray done = new AtomicIntegerArray(images);
      AtomicIntegerArray shares = new AtomicIntegerArray(threads);
      crew.share(
          images,
          (hand, from, to) -> {
            shares.addAndGet(hand, to - from);
            for (int image = from; image < to; image++) {
              done.incrementAndGet(image);
            }
          });

      assertThat(done).hasToString(Arrays.toString(ones(images)));
      for (int hand = 0; hand < crew.hands(images); hand++) {
        assertThat(shares.get(hand)).isPositive();
      }
    }
  }

  @Test
  void aFailureIsToldOnlyWhenNoHandIsAtWorkAnyMore() {
    Thread caller = Thread.currentThread();
    AtomicBoolean told = new AtomicBoolean();
    AtomicBoolean finished = new AtomicBoolean();
    CountDownLatch failing = new CountDownLatch(1);
    Crew crew = new Crew(3);

    assertThatThrownBy(
            () ->
                crew.share(
                    3,
                    (hand, from, to) -> {
                      if (hand == 1) {
                        failing.countDown();
                        throw new IllegalArgumentException("image 1");
                      }
                      if (hand == 2) {
                        await(failing);
                        while (caller.getState() == Thread.State.RUNNABLE && !told.get()) {
                          Thread.onSpinWait();
                        }
                        finished.set(true);
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("image 1");
    boolean inTime = finished.get();
    told.set(true);

    assertThat(inTime).isTrue();
  }

  @Test
  void theCallersOwnFailureComesFirst() {
    Crew crew = new Crew(2);

    assertThatThrownBy(
            () ->
                crew.share(
                    2,
                    (hand, from, to) -> {
                      throw new IllegalArgumentException("hand " + hand);
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hand 0");
  }

  @Test
  void openMpStartsNoThreadsForSharesNorForTheCallerBetweenThem() {
    int before = NativeThreads.current();
    try {
      NativeThreads.use(3);
      int[] started = new int[3];
      new Crew(3).share(3, (hand, from, to) -> started[hand] = NativeThreads.ofOpenMp());

      assertThat(started).containsOnly(1);
      assertThat(NativeThreads.ofOpenMp()).isEqualTo(1);
      assertThat(NativeThreads.current()).isEqualTo(3);
    } finally {
      NativeThreads.use(before);
    }
  }

  private static int[] ones(int length) {
    int[] ones = new int[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
