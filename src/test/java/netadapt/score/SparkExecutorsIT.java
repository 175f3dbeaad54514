package netadapt.score;

import static netadapt.score.ScoredDigits.WEIGHTS;
import static netadapt.score.ScoredDigits.architectures;
import static netadapt.score.ScoredDigits.images;
import static netadapt.score.ScoredDigits.shards;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import netadapt.data.ClusterSpark;
import netadapt.task.TopK;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.junit.jupiter.api.Test;

class SparkExecutorsIT extends ClusterSpark {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void everyExecutorIsToldOnce() {
    CollectionAccumulator<String> told = spark.sc().collectionAccumulator();
    new SparkExecutors(spark)
        .tell(meant -> told.add(meant + " at " + SparkEnv.get().executorId()), MINUTE);

    assertThat(told.value()).containsExactlyInAnyOrder("0 at 0", "1 at 1");
  }

  @Test
  void whatFailsOnExecutorsIsLeftOut() {
    new SparkExecutors(spark)
        .tell(
            meant -> {
              throw new IllegalStateException("on " + meant);
            },
            MINUTE);
  }

  @Test
  void whatTakesTooLongIsLeftOut() {
    new SparkExecutors(spark)
        .tell(
            meant -> {
              while (!TaskContext.get().isInterrupted()) {
                Thread.onSpinWait();
              }
            },
            Duration.ofMillis(100));
  }

  @Test
  void nothingIsHeldOnExecutorsOnceTheJobHasEnded() {
    ScoringJob.Plan plan =
        ScoredDigits.plan(List.of(images(spark, shards(24, 16))), 0.5, Optional.empty(), 2);
    try (ScoringJob job = ScoredDigits.job(spark, WEIGHTS, new TopK(1), plan)) {
      job.score("held", architectures());
      assertThat(held().values()).hasSize(2).anyMatch(held -> held > 0);
    }

    assertThat(held()).isEqualTo(Map.of("0", 0, "1", 0));
  }

  private static Map<String, Integer> held() {
    CollectionAccumulator<Map<String, Integer>> said = spark.sc().collectionAccumulator();
    new SparkExecutors(spark)
        .tell(
            meant ->
                said.add(
                    Collections.singletonMap(SparkEnv.get().executorId(), ExecutorModels.held())),
            MINUTE);
    Map<String, Integer> held = new TreeMap<>();
    said.value().forEach(held::putAll);
    return held;
  }
}
