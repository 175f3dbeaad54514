package netadapt.score;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import netadapt.LiveExecutor;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/** The executors that a Spark application has at the moment. */
final class SparkExecutors {
  private final JavaSparkContext spark;

  SparkExecutors(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Runs something on every executor, by a small Spark job of a task for each. It may be left out
   * where an executor is lost or busy: nothing that has to be done.
   *
   * @param action is given the executor that it is meant for; once more on another does no harm
   * @param most time to wait
   */
  void tell(VoidFunction<String> action, Duration most) {
    List<Tuple2<String, Seq<String>>> tasks =
        LiveExecutor.of(spark.sc()).stream()
            .map(
                executor ->
                    new Tuple2<>(executor.id(), seq(List.of(executor.asPreferredLocation()))))
            .toList();
    if (tasks.isEmpty()) {
      return; // none yet, or tasks run in the driver
    }
    try {
      JavaFutureAction<Void> job =
          spark
              .sc()
              .makeRDD(seq(tasks), ClassTag$.MODULE$.<String>apply(String.class))
              .toJavaRDD()
              .foreachAsync(action);
      try {
        job.get(most.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        job.cancel(true);
      }
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      // Left out, as is said above; the state is that of a context that has been stopped.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toSeq();
  }
}
