package netadapt.onnx;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Lets threads in until it closes; whoever comes later waits, and never gets in. */
final class Gate {
  private int inside;
  private boolean closed;

  /** A thread that is inside until it leaves. */
  final class Pass implements AutoCloseable {
    private Pass() {}

    @Override
    public void close() {
      leave();
    }
  }

  /** Enters. Does not return once the gate is closed, not even if the thread is interrupted. */
  synchronized Pass enter() {
    while (closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // The process ends: nobody is left to tell it to.
      }
    }
    inside++;
    return new Pass();
  }

  /** Enters, unless the gate is closed. */
  synchronized Optional<Pass> enterIfOpen() {
    return closed ? Optional.empty() : Optional.of(enter());
  }

  private synchronized void leave() {
    inside--;
    notifyAll();
  }

  /** Lets nobody in any more. */
  synchronized void close() {
    closed = true;
  }

  /**
   * Waits until those inside have left.
   *
   * @param most time to wait
   * @return whether all have left
   */
  synchronized boolean awaitEmpty(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); inside > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return inside == 0;
  }
}
