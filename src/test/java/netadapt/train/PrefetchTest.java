package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test that fails may wait for ever: hence the timeout, of which no result depends. */
@Timeout(60)
class PrefetchTest {
  private final AtomicReference<Thread> maker = new AtomicReference<>();

  @Test
  void elementsComeInTheSourcesOrder() {
    assertThat(all(source(100, i -> i))).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void aSourceWithoutElementsGivesNone() {
    assertThat(all(source(0, i -> i))).isEmpty();
  }

  @Test
  void theNextElementIsMadeWhileTheLastOneIsUsed() throws InterruptedException {
    BlockingQueue<Integer> made = new LinkedBlockingQueue<>();
    try (Prefetch<Integer> prefetch = prefetch(source(3, recording(made)))) {
      assertThat(prefetch.next()).contains(0);
      assertThat(made.take()).isZero();
      assertThat(made.take()).isEqualTo(1); // without being asked for
    }
  }

  @Test
  void noElementIsMadeBeforeTheSecondBeforeItIsDone() {
    // As in the pipeline: two elements, filled in turn, of which one is always in use.
    int[][] elements = new int[2][1];
    IntFunction<int[]> filling =
        i -> {
          elements[i % 2][0] = i;
          return elements[i % 2];
        };
    try (Prefetch<int[]> prefetch = prefetch(source(1000, filling))) {
      for (int i = 0; i < 1000; i++) {
        assertThat(prefetch.next().orElseThrow()[0]).isEqualTo(i);
      }
      assertThat(prefetch.next()).isEmpty();
    }
  }

  @Test
  void elementsAreMadeInAnotherThread() {
    assertThat(all(source(1, i -> Thread.currentThread().getName()))).containsExactly("maker");
  }

  @Test
  void aFailureComesInItsPlaceWithItsCause() {
    IllegalArgumentException broken = new IllegalArgumentException("image 7 is broken");
    IntFunction<Integer> failing =
        i -> {
          if (i == 2) {
            throw broken;
          }
          return i;
        };
    try (Prefetch<Integer> prefetch = prefetch(source(5, failing))) {
      assertThat(prefetch.next()).contains(0);
      assertThat(prefetch.next()).contains(1);
      assertThatThrownBy(prefetch::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("image 7 is broken")
          .cause()
          .isSameAs(broken);
    }
  }

  @Test
  void closingEndsTheThread() throws InterruptedException {
    try (Prefetch<Integer> prefetch = prefetch(source(5, i -> i))) {
      prefetch.next();
    }
    maker.get().join();
    assertThat(maker.get().isAlive()).isFalse();
  }

  @Test
  void closingInterruptsTheElementBeingMade() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> met = new AtomicReference<>();
    IntFunction<Integer> endless =
        i -> {
          begun.countDown();
          try {
            return new SynchronousQueue<Integer>().take(); // nobody ever puts
          } catch (InterruptedException e) {
            met.set(e);
            throw new IllegalStateException(e);
          }
        };
    try (Prefetch<Integer> prefetch = prefetch(source(5, endless))) {
      begun.await();
      assertThat(met).hasNullValue();
    }
    assertThat(met.get()).isInstanceOf(InterruptedException.class);
    maker.get().join();
  }

  @Test
  void anInterruptedUserDoesNotWaitAndStaysInterrupted() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    IntFunction<Integer> waiting =
        i -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return i;
        };
    try (Prefetch<Integer> prefetch = prefetch(source(5, waiting))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(prefetch::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("interrupted");
    }
    assertThat(Thread.interrupted()).isTrue();
    maker.get().join();
  }

  private static IntFunction<Integer> recording(BlockingQueue<Integer> made) {
    return i -> {
      made.add(i);
      return i;
    };
  }

  private <T> Prefetch<T> prefetch(Iterator<T> source) {
    return new Prefetch<>(source, "maker");
  }

  private <T> List<T> all(Iterator<T> source) {
    List<T> all = new ArrayList<>();
    try (Prefetch<T> prefetch = prefetch(source)) {
      for (Optional<T> next = prefetch.next(); next.isPresent(); next = prefetch.next()) {
        all.add(next.get());
      }
      return all;
    }
  }

  private <T> Iterator<T> source(int size, IntFunction<T> element) {
    return IntStream.range(0, size)
        .mapToObj(
            i -> {
              maker.set(Thread.currentThread());
              return element.apply(i);
            })
        .iterator();
  }
}
