package netadapt.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** Does the same for many numbers, on the calling thread and on some beside it. */
final class ParallelLoop {
  private static final Executor THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "minibatch-images");
            thread.setDaemon(true);
            return thread;
          });

  private ParallelLoop() {}

  /**
   * Does it for all numbers below {@code count}, and returns when all is done.
   *
   * @param threads at least 1, the calling one among them
   * @param work for any number on any thread
   */
  static void run(int count, int threads, IntConsumer work) {
    List<CompletableFuture<Void>> others = new ArrayList<>();
    int used = Math.max(1, Math.min(threads, count));
    for (int thread = 1; thread < used; thread++) {
      int first = thread;
      others.add(CompletableFuture.runAsync(() -> every(first, used, count, work), THREADS));
    }
    try {
      every(0, used, count, work);
    } finally {
      for (CompletableFuture<Void> other : others) {
        other.handle((nothing, failure) -> nothing).join(); // none goes on after this has returned
      }
    }
    others.forEach(ParallelLoop::rethrow);
  }

  private static void every(int first, int step, int count, IntConsumer work) {
    for (int i = first; i < count; i += step) {
      work.accept(i);
    }
  }

  private static void rethrow(CompletableFuture<Void> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
