package netadapt.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Shares the images of a batch out to as many threads as the native libraries have. */
final class Crew {
  private static final ExecutorService HANDS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "netadapt-kernels");
            thread.setDaemon(true);
            return thread;
          });

  private final int threads;

  /**
   * @param threads at least 1; the caller's is one of them
   */
  Crew(int threads) {
    this.threads = threads;
  }

  /** Work on the images {@code [from, to)}; {@code hand} numbers the threads from 0. */
  interface Share {
    void compute(int hand, int from, int to);
  }

  int threads() {
    return threads;
  }

  /**
   * Does the work on all images; returns when all of it is done.
   *
   * @throws IllegalStateException if another thread's share failed
   */
  void share(int images, Share work) {
    List<Future<?>> others = new ArrayList<>();
    for (int hand = 1; hand < threads; hand++) {
      int number = hand;
      others.add(
          HANDS.submit(
              () -> work.compute(number, bound(images, number), bound(images, number + 1))));
    }
    try {
      work.compute(0, 0, bound(images, 1));
    } finally {
      others.forEach(Crew::await);
    }
  }

  private int bound(int images, int hand) {
    return (int) ((long) images * hand / threads);
  }

  /** Waits even when interrupted: the work writes to memory that the caller owns. */
  private static void await(Future<?> future) {
    boolean interrupted = false;
    while (true) {
      try {
        future.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a share of the images failed", e.getCause());
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
