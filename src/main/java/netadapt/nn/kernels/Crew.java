package netadapt.nn.kernels;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Divides the images of a batch among as many threads as native code may have.
 *
 * <p>Each thread does all of the work on its own images, and threads wait for each other once, at
 * the end. OpenMP starts no threads for any of them, nor for the caller between shares: its threads
 * spin for milliseconds after they were needed, on cores that shares need.
 */
final class Crew {
  /**
   * How long to wait awake before sleeping: about what waking takes; the next share comes sooner. A
   * waiting thread leaves its core to whoever else wants it, such as the thread that it waits for.
   */
  private static final long AWAKE_NANOS = 200_000;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Runnable alone =
                () -> {
                  NativeThreads.useNoneOfOpenMp();
                  work.run();
                };
            Thread thread = new Thread(alone, "netadapt-kernels");
            thread.setDaemon(true);
            return thread;
          });

  private static final String FAILED = "a share of the images failed";

  private final int threads;
  private final List<Hand> others;

  /**
   * @param threads at least 1; the caller's is one of them
   */
  Crew(int threads) {
    this.threads = threads;
    this.others = Stream.generate(Hand::new).limit(threads - 1).toList();
  }

  /** Work on the images {@code [from, to)} by thread {@code hand}, counted from 0. */
  interface Share {
    void compute(int hand, int from, int to);
  }

  int threads() {
    return threads;
  }

  /** How many threads share so many images: each has at least one. */
  int hands(int images) {
    return Math.min(threads, images);
  }

  /**
   * Does the work on all images; returns when every thread is done.
   *
   * @param images at least 1
   * @throws IllegalStateException if another thread's share failed
   */
  void share(int images, Share work) {
    if (threads == 1) {
      work.compute(0, 0, images);
      return;
    }
    int hands = hands(images);
    List<FutureTask<Void>> given =
        IntStream.range(1, hands).mapToObj(hand -> task(images, hand, hands, work)).toList();
    for (int i = 0; i < given.size(); i++) {
      others.get(i).give(given.get(i));
    }
    RuntimeException failure = null;
    NativeThreads.useNoneOfOpenMp();
    try {
      work.compute(0, 0, bound(images, 1, hands));
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      failure = await(given, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static FutureTask<Void> task(int images, int hand, int hands, Share work) {
    int from = bound(images, hand, hands);
    int to = bound(images, hand + 1, hands);
    return new FutureTask<>(() -> work.compute(hand, from, to), null);
  }

  private static int bound(int images, int hand, int hands) {
    return (int) ((long) images * hand / hands);
  }

  /**
   * Waits for all, even after a failure: the work writes to memory that the caller owns.
   *
   * @return the first failure, if there is one
   */
  private static RuntimeException await(List<FutureTask<Void>> shares, RuntimeException failure) {
    RuntimeException first = failure;
    boolean interrupted = false;
    for (FutureTask<Void> share : shares) {
      awaitAwake(share::isDone);
      boolean waiting = true;
      while (waiting) {
        try {
          share.get();
          waiting = false;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          first = first == null ? new IllegalStateException(FAILED, e.getCause()) : first;
          waiting = false;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return first;
  }

  private static void awaitAwake(BooleanSupplier done) {
    long end = System.nanoTime() + AWAKE_NANOS;
    while (!done.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.yield();
    }
  }

  /** Runs one share at a time, on a thread that it keeps as long as shares keep coming. */
  private static final class Hand implements Runnable {
    private static final FutureTask<Void> NOBODY = new FutureTask<>(() -> null);

    /** What to do next; {@code null} if there is nothing yet. */
    private final AtomicReference<FutureTask<Void>> next = new AtomicReference<>(NOBODY);

    void give(FutureTask<Void> share) {
      if (next.getAndSet(share) == NOBODY) {
        THREADS.execute(this);
      }
    }

    @Override
    public void run() {
      do {
        FutureTask<Void> share = next.getAndSet(null);
        if (share != null) {
          share.run();
        }
        awaitAwake(() -> next.get() != null);
      } while (!next.compareAndSet(null, NOBODY));
    }
  }
}
