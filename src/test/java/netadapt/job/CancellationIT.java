package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import netadapt.Stopped;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cancel does to Spark's jobs. */
@Timeout(120)
class CancellationIT {
  private static final CountDownLatch STARTED = new CountDownLatch(1);
  private static final CountDownLatch OPEN = new CountDownLatch(1);

  @Test
  void jobIsCancelledAlthoughOtherWorkHasEndedMeanwhile() throws Exception {
    try (SparkSession session = SparkSession.builder().master("local[2]").getOrCreate();
        Cancellation ofSearch = new Cancellation(session.sparkContext());
        Cancellation ofReport = new Cancellation(session.sparkContext())) {
      FutureTask<Long> search =
          new FutureTask<>(() -> ofSearch.run("search", () -> heldUp(session.sparkContext())));
      Thread thread = new Thread(search);
      thread.start();
      STARTED.await();
      assertThat(ofReport.<String>run("report", () -> "written")).isEqualTo("written");
      ofSearch.cancel();

      assertThatThrownBy(search::get)
          .hasCauseInstanceOf(Stopped.class)
          .hasMessageContaining("search was cancelled");
      assertThat(ofReport.<String>run("report", () -> "written")).isEqualTo("written");
    } finally {
      OPEN.countDown();
    }
  }

  /** A job whose task does not end before the test. */
  private static long heldUp(SparkContext spark) {
    return JavaSparkContext.fromSparkContext(spark)
        .parallelize(List.of(1), 1)
        .map(
            number -> {
              STARTED.countDown();
              OPEN.await();
              return number;
            })
        .count();
  }
}
