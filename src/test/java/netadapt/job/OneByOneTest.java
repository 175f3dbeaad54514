package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netadapt.data.LocalSpark;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class OneByOneTest extends LocalSpark {
  /** Opened by the driver, which is in the same process, once it has the first result. */
  private static volatile CountDownLatch firstTaken = new CountDownLatch(1);

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @Test
  void everyElementGivesItsResultOnceInATaskOfItsOwn() {
    List<List<Integer>> results = new ArrayList<>();

    OneByOne.run(
        context(),
        List.of(10, 11, 12, 13, 14),
        element -> new ArrayList<>(List.of(element, TaskContext.getPartitionId())),
        results::add);

    assertThat(results)
        .containsExactlyInAnyOrder(
            List.of(10, 0), List.of(11, 1), List.of(12, 2), List.of(13, 3), List.of(14, 4));
  }

  @Test
  void aResultIsTakenBeforeTheJobIsOver() {
    firstTaken = new CountDownLatch(1);
    List<Boolean> waited = new ArrayList<>();

    OneByOne.run(
        context(),
        List.of(0, 1),
        element -> element == 0 || firstTaken.await(1, TimeUnit.MINUTES),
        result -> {
          waited.add(result);
          firstTaken.countDown();
        });

    assertThat(waited).containsExactly(true, true);
  }

  @Test
  void aFailedTaskFailsTheJobWithWhatTheTaskSays() {
    assertThatThrownBy(
            () ->
                OneByOne.run(
                    context(),
                    List.of(0, 1),
                    element -> {
                      if (element == 1) {
                        throw new IllegalStateException("network 1 failed");
                      }
                      return element;
                    },
                    result -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("network 1 failed")
        .hasCauseInstanceOf(SparkException.class);
  }

  @Test
  void whoeverCannotTakeAResultEndsTheJob() {
    firstTaken = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                OneByOne.run(
                    context(),
                    List.of(0, 1, 2, 3, 4, 5),
                    element -> element == 0 || firstTaken.await(1, TimeUnit.MINUTES),
                    result -> {
                      throw new IllegalArgumentException("disk full");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("disk full");
    firstTaken.countDown();
  }
}
