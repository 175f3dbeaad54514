package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimultaneousWorkTest {
  @Test
  void allThreadsAreReadyBeforeOneGoesOn() {
    AtomicInteger ready = new AtomicInteger();
    SimultaneousWork work =
        start -> {
          ready.incrementAndGet();
          start.await();
          return ready.get();
        };

    assertThat(SimultaneousWork.in(3, "work", work)).containsExactly(3.0, 3.0, 3.0);
  }

  @Test
  void aThreadThatFailsEndsThoseThatWaitForIt() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(2);
    Set<Class<?>> thrown = ConcurrentHashMap.newKeySet();
    SimultaneousWork work =
        start -> {
          if (begun.incrementAndGet() == 3) {
            throw new OutOfMemoryError("made up");
          }
          try {
            start.await();
          } catch (InterruptedException e) {
            thrown.add(e.getClass());
            throw e;
          } finally {
            ended.countDown();
          }
          return 0;
        };

    assertThatThrownBy(() -> SimultaneousWork.in(3, "scoring", work))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("scoring cannot be measured here: java.lang.OutOfMemoryError: made up");
    ended.await();
    assertThat(thrown).contains(InterruptedException.class);
  }
}
