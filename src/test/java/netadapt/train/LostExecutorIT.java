package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import netadapt.data.ClusterSpark;
import netadapt.data.ExecutorKill;
import netadapt.data.ImageShard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose executor is killed in the midst of a round. */
class LostExecutorIT extends ClusterSpark {
  private static final TrainingPlan SIX_ROUNDS = Plans.plan(4, 2, 1000);

  @TempDir private Path folder;

  @Test
  void workersAreSpreadAgainOnceAnotherExecutorIsThereAndLearnTheSame() {
    Set<String> before = executors();
    ExecutorKill kill = ExecutorKill.in(spark, "round 1");

    Trained disturbed =
        train(
            "disturbed",
            progress -> {
              if (progress.last().round() == 1) {
                kill.awaitLoss();
              } else if (progress.last().round() == 3) {
                awaitExecutors();
              }
            });

    assertThat(executors()).hasSize(2).doesNotContain(kill.awaitLoss());
    assertThat(kill.executors("round 0")).isEqualTo(before);
    assertThat(kill.executors("round 4")).isEqualTo(executors());
    assertThat(kill.executors("round 5")).isEqualTo(executors());
    TrainingCase.assertSame(disturbed.graph(), train("undisturbed", progress -> {}).graph());
  }

  private Trained train(String name, Consumer<TrainingProgress> progress) {
    List<ImageShard> shards = Plans.shards(30, 25);
    Checkpoints checkpoints =
        new Checkpoints(folder.resolve(name).toString(), spark.hadoopConfiguration());
    return new Trainer(spark, SIX_ROUNDS, checkpoints, EpochScoring.NONE, progress)
        .train(
            Plans.source(SIX_ROUNDS),
            Optional.empty(),
            spark.parallelize(shards, shards.size()),
            Plans.minibatches(SIX_ROUNDS, true));
  }
}
