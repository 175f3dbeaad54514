package netadapt.nn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import netadapt.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class NativeThreadsTest {
  @Test
  void taskHasAsManyThreadsAsCores() {
    assertThat(NativeThreads.of(Optional.empty(), 1)).isEqualTo(1);
    assertThat(NativeThreads.of(Optional.of(""), 3)).isEqualTo(3);
  }

  @Test
  void variableGoesBeforeTheCores() {
    assertThat(NativeThreads.of(Optional.of(" 4 "), 2)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "4,2"})
  void variableThatIsNoNumberOfThreadsIsAMistake(String value) {
    assertThatThrownBy(() -> NativeThreads.of(Optional.of(value), 2))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("OMP_NUM_THREADS is " + value);
  }

  @Test
  void boundHoldsOnTheCallingThreadAlone() {
    try (Worker first = new Worker();
        Worker second = new Worker()) {
      first.use(3);
      second.use(5);

      assertThat(first.threads()).isEqualTo(3);
      assertThat(second.threads()).isEqualTo(5);
    }
  }

  /** A thread that computes. */
  private static final class Worker implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    void use(int threads) {
      CompletableFuture.runAsync(() -> NativeThreads.use(threads), thread).join();
    }

    int threads() {
      return CompletableFuture.supplyAsync(
              () -> {
                Nd4j.rand(100, 100).mmul(Nd4j.rand(100, 100));
                return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
              },
              thread)
          .join();
    }

    @Override
    public void close() {
      thread.shutdown();
    }
  }
}
