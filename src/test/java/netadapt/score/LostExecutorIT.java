package netadapt.score;

import static netadapt.score.ScoredDigits.WEIGHTS;
import static netadapt.score.ScoredDigits.architectures;
import static netadapt.score.ScoredDigits.images;
import static netadapt.score.ScoredDigits.plan;
import static netadapt.score.ScoredDigits.shards;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import netadapt.arch.Architecture;
import netadapt.data.ClusterSpark;
import netadapt.data.ExecutorKill;
import netadapt.task.TopK;
import org.junit.jupiter.api.Test;

/** A scoring whose executor is killed in the midst of a job. */
class LostExecutorIT extends ClusterSpark {
  @Test
  void imagesAreSpreadAgainOnceAnotherExecutorIsThere() {
    List<Architecture> networks = architectures();
    Set<String> before = executors();
    ExecutorKill kill = ExecutorKill.in(spark, "killed");
    ScoringJob.Plan plan =
        plan(List.of(images(spark, shards(24, 16))), 0.5, Optional.empty(), /* groups= */ 1);
    try (ScoringJob job = ScoredDigits.job(spark, WEIGHTS, new TopK(1), plan)) {
      job.score("first", networks.subList(0, 1));
      List<Tally> killed = job.score("killed", networks.subList(1, 2));
      String lost = kill.awaitLoss();
      job.score("alone", networks.subList(2, 3)); // if no other one has taken its place so soon
      awaitExecutors();
      job.score("again", networks.subList(3, 4));

      assertThat(killed).extracting(Tally::images).containsExactly(40L);
      assertThat(executors()).hasSize(2).doesNotContain(lost);
      assertThat(kill.executors("first")).isEqualTo(before);
      assertThat(kill.executors("again")).isEqualTo(executors());
    }
  }
}
