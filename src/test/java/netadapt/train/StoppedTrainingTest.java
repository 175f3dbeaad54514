package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import netadapt.BadInput;
import netadapt.Stopped;
import netadapt.data.ImageShard;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

/** What a training saves that ends before its time, when it can still save something. */
class StoppedTrainingTest extends TrainingCase {
  private static final int[] IMAGES = IMAGES_OF.get(WORKERS);

  /** No checkpoint is due before the end. */
  private static final TrainingPlan SELDOM = Plans.plan(2, 2, 100);

  /** Read by tasks, which run in this process. */
  private static final AtomicBoolean BROKEN = new AtomicBoolean();

  @Test
  void aTrainingThatIsStoppedSavesHowFarItIs() {
    Trained whole = train(SELDOM, checkpoints("seldom"), round -> {});
    Checkpoints checkpoints = checkpoints("stopped");

    assertThatThrownBy(
            () ->
                train(
                    SELDOM,
                    checkpoints,
                    progress -> {
                      if (progress.last().round() == 1) {
                        throw new Stopped("by the user");
                      }
                    }))
        .isInstanceOf(Stopped.class);

    assertThat(checkpoints.latest().orElseThrow().log()).hasSize(2);
    Trained resumed = train(SELDOM, checkpoints, round -> {});
    assertSame(resumed.graph(), whole.graph());
    assertThat(resumed.log()).hasSameSizeAs(whole.log());
  }

  @Test
  void aTrainingWhoseDirectoryAnotherProcessHasTakenOverSavesNothing() {
    Checkpoints checkpoints = checkpoints("lost");

    assertThatThrownBy(
            () ->
                train(
                    SELDOM,
                    checkpoints,
                    progress -> {
                      throw new BadInput("process 1 has taken it over");
                    }))
        .isInstanceOf(BadInput.class);

    assertThat(checkpoints.latest()).isEmpty();
  }

  @Test
  void aTrainingThatIsStoppedWhileItIsScoredIsScoredWhenItIsResumed() {
    List<Integer> scored = new ArrayList<>();
    EpochScoring scoring =
        new EpochScoring(
            1,
            /* keepsBest= */ true,
            (epoch, weights) -> {
              scored.add(epoch);
              if (scored.size() == 1) {
                throw new IllegalStateException("the job was cancelled");
              }
              return EpochAccuracy.of(1.0 / epoch);
            });
    Checkpoints checkpoints = checkpoints("unscored");

    assertThatThrownBy(() -> train(SELDOM, checkpoints, IMAGES, scoring, round -> {}))
        .hasMessage("the job was cancelled");
    assertThat(checkpoints.latest().orElseThrow().log()).hasSize(2);
    Trained resumed = train(SELDOM, checkpoints, IMAGES, scoring, round -> {});

    assertThat(scored).containsExactly(1, 1, 2);
    assertThat(resumed.log().get(1).accuracy()).contains(EpochAccuracy.of(1));
    Trained whole = train(SELDOM, checkpoints("scored"), IMAGES, scoring, round -> {});
    assertThat(resumed.averaged().params()).isEqualTo(whole.averaged().params());
  }

  @Test
  void aTrainingWhoseRoundFailsSavesTheRoundsBefore() {
    Trained whole = train(SELDOM, checkpoints("seldom"), round -> {});
    Checkpoints checkpoints = checkpoints("failed");
    assertThatThrownBy(() -> trainUntilARoundFails(checkpoints))
        .hasMessageContaining("the disk is gone");

    assertThat(checkpoints.latest().orElseThrow().log()).hasSize(1);
    assertSame(train(SELDOM, checkpoints, round -> {}).graph(), whole.graph());
  }

  @Test
  void aTrainingWhoseRoundFailsAfterAnotherProcessHasTakenOverSavesNothing() {
    Checkpoints checkpoints =
        new Checkpoints(
            folder.resolve("taken").toString(),
            context().hadoopConfiguration(),
            () -> {
              throw new BadInput("process 1 has taken it over");
            });

    assertThatThrownBy(() -> trainUntilARoundFails(checkpoints))
        .hasMessageContaining("the disk is gone");

    assertThat(checkpoints.latest()).isEmpty();
  }

  /** The second round. */
  private static void trainUntilARoundFails(Checkpoints checkpoints) {
    JavaRDD<ImageShard> shards =
        rdd(Plans.shards(IMAGES))
            .map(
                shard -> {
                  if (BROKEN.get()) {
                    throw new IllegalStateException("the disk is gone");
                  }
                  return shard;
                });
    Trainer trainer =
        new Trainer(
            context(),
            SELDOM,
            checkpoints,
            EpochScoring.NONE,
            progress -> {
              BROKEN.set(true);
              context().getPersistentRDDs().values().forEach(rdd -> rdd.unpersist(true));
            });
    try {
      trainer.train(
          Plans.source(SELDOM), Optional.empty(), shards, Plans.minibatches(SELDOM, true));
    } finally {
      BROKEN.set(false);
    }
  }
}
