package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelLoopTest {
  @Test
  void everyNumberIsMetOnce() {
    for (int threads = 1; threads <= 5; threads++) {
      AtomicIntegerArray met = new AtomicIntegerArray(13);

      ParallelLoop.run(13, threads, met::incrementAndGet);

      for (int i = 0; i < 13; i++) {
        assertThat(met.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void thereAreAsManyThreadsAsAskedFor() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();

    ParallelLoop.run(12, 3, i -> threads.add(Thread.currentThread()));

    assertThat(threads).hasSizeLessThanOrEqualTo(3).contains(Thread.currentThread());
  }

  @Test
  void aFailureIsThrownWhenAllThreadsHaveEnded() {
    AtomicInteger ended = new AtomicInteger();

    assertThatThrownBy(
            () ->
                ParallelLoop.run(
                    4,
                    4,
                    i -> {
                      if (i == 2) {
                        throw new IllegalStateException("number 2");
                      }
                      ended.incrementAndGet();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("number 2");
    assertThat(ended).hasValue(3);
  }
}
