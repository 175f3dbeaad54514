package netadapt.job;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.CollectionAccumulator;

/**
 * A Spark job of one task per element whose results are there as soon as their tasks have ended.
 */
final class OneByOne {
  private static final long POLL_MILLIS = 200;

  private OneByOne() {}

  /**
   * Does the work of all elements; returns when all results have been taken.
   *
   * @param elements in the order in which Spark begins with them
   * @param work of one element, in a task of its own
   * @param taken is given each result once, by the calling thread, in the order of arrival; if it
   *     throws, the job is cancelled
   */
  static <T, R extends Serializable> void run(
      JavaSparkContext spark, List<T> elements, Function<T, R> work, Consumer<R> taken) {
    // Spark adds what a task has put in once, as it ends, however often it was tried.
    CollectionAccumulator<R> results = new CollectionAccumulator<>();
    spark.sc().register(results);
    JavaFutureAction<Void> job =
        spark
            .parallelize(elements, elements.size())
            .foreachAsync(element -> results.add(work.call(element)));
    try {
      int count = 0;
      while (count < elements.size()) {
        boolean over = awaitBriefly(job);
        List<R> arrived = results.value();
        arrived.subList(count, arrived.size()).forEach(taken);
        count = arrived.size();
        if (over && count < elements.size()) {
          throw new IllegalStateException(
              "%d of %d tasks have left no result".formatted(elements.size() - count, count));
        }
      }
    } finally {
      job.cancel(true); // does nothing to one that has ended
    }
  }

  /** Whether the job is over. */
  private static boolean awaitBriefly(JavaFutureAction<Void> job) {
    try {
      job.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while tasks were under way", e);
    }
  }
}
