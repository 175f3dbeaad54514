package netadapt;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The same work in several threads, which wait for each other before what is measured of it. */
public interface SimultaneousWork {
  /** Lets a thread wait until all of them are ready. */
  interface Start {
    /** Ends with an exception where another thread failed, or the measurement was interrupted. */
    void await() throws Exception;
  }

  /**
   * What each thread does: prepares, waits for the start once, and measures.
   *
   * @return what it measured
   */
  double measure(Start start) throws Exception;

  /**
   * Does it in threads of their own; where one fails, the others are interrupted.
   *
   * @param threads at a time, at least 1
   * @param what is measured, for messages
   * @return what the threads measured, in no order
   * @throws IllegalStateException if a thread failed, with the reason, or this one was interrupted
   */
  static List<Double> in(int threads, String what, SimultaneousWork work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CompletionService<Double> working = new ExecutorCompletionService<>(pool);
    CyclicBarrier ready = new CyclicBarrier(threads);
    try {
      for (int thread = 0; thread < threads; thread++) {
        working.submit(() -> work.measure(ready::await));
      }
      List<Double> measured = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        measured.add(
            working.take().get()); // the first that ends, so that a failure is seen at once
      }
      return measured;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the measurement was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "%s cannot be measured here: %s".formatted(what, e.getCause()), e.getCause());
    } finally {
      pool.shutdownNow(); // and so ends those that wait for one that failed
    }
  }
}
