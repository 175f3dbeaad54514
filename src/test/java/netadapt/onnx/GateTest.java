package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {
  private final Gate gate = new Gate();

  @Test
  void aClosedGateIsEmptyOnceAllHaveLeft() throws InterruptedException {
    Gate.Pass first = gate.enter();
    Gate.Pass second = gate.enter();
    gate.close();

    first.close();
    assertThat(gate.awaitEmpty(Duration.ZERO)).isFalse();
    second.close();
    assertThat(gate.awaitEmpty(Duration.ZERO)).isTrue();
  }

  @Test
  void whoeverWaitsIsWokenByTheLastToLeave() throws Exception {
    Gate.Pass pass = gate.enter();
    CompletableFuture<Boolean> empty = new CompletableFuture<>();
    Thread waiting =
        daemon(
            () -> {
              try {
                empty.complete(gate.awaitEmpty(Duration.ofHours(1)));
              } catch (InterruptedException e) {
                empty.completeExceptionally(e);
              }
            });
    await(waiting, Thread.State.TIMED_WAITING);

    pass.close();

    assertThat(empty.get()).isTrue();
  }

  @Test
  void nobodyEntersAClosedGateEvenIfInterrupted() {
    gate.close();
    AtomicBoolean entered = new AtomicBoolean();
    Thread late =
        daemon(
            () -> {
              gate.enter();
              entered.set(true);
            });
    await(late, Thread.State.WAITING);

    late.interrupt();
    while (late.isInterrupted()) {
      Thread.onSpinWait();
    }
    await(late, Thread.State.WAITING);

    assertThat(entered).isFalse();
  }

  @Test
  void whoeverNeedNotEnterGoesAwayFromAClosedGate() {
    gate.enterIfOpen().orElseThrow().close();
    gate.close();

    assertThat(gate.enterIfOpen()).isEmpty();
  }

  private static Thread daemon(Runnable action) {
    Thread thread = new Thread(action);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void await(Thread thread, Thread.State state) {
    while (thread.getState() != state) {
      Thread.onSpinWait();
    }
  }
}
