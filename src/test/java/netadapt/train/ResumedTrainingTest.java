package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.nn.GraphWeights;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.api.Test;

class ResumedTrainingTest extends TrainingCase {
  private static final int[] IMAGES = IMAGES_OF.get(WORKERS);

  @Test
  void aKilledTrainingGoesOnToTheSameWeights() {
    for (TrainingPlan plan : List.of(EVERY_ROUND, EVERY_OTHER_ROUND)) {
      Trained whole =
          train(plan, checkpoints("whole" + plan.pace().checkpointRounds()), round -> {});
      Checkpoints checkpoints = checkpoints("killed" + plan.pace().checkpointRounds());
      int lastRound = whole.log().size() - 1;

      assertThatThrownBy(() -> train(plan, checkpoints, killedAfter(lastRound)))
          .isInstanceOf(Killed.class);
      assertThat(checkpoints.latest()).isPresent();
      List<Integer> rounds = new ArrayList<>();
      Trained resumed = train(plan, checkpoints, p -> rounds.add(p.last().round()));

      assertThat(rounds).doesNotContain(0);
      assertSame(resumed.graph(), whole.graph());
      assertThat(resumed.averaged().params()).isEqualTo(whole.averaged().params());
      assertThat(resumed.log())
          .extracting(TrainingRound::loss)
          .isEqualTo(whole.log().stream().map(TrainingRound::loss).toList());
      assertThat(resumed.log())
          .extracting(TrainingRound::learningRate)
          .isEqualTo(whole.log().stream().map(TrainingRound::learningRate).toList());
    }
  }

  /** A resume on another cluster, or with another spark.master. */
  @Test
  void aTrainingResumedOnOtherSlotsEndsWithTheSameWeights() {
    Trained whole = train(EVERY_ROUND, checkpoints("whole"), round -> {});
    for (int slots : List.of(1, 4)) {
      String name = "slots" + slots;
      assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints(name), killedAfter(1)))
          .isInstanceOf(Killed.class);
      spark.stop();
      spark =
          SparkSession.builder()
              .master("local[%d]".formatted(slots))
              .appName("resumed")
              .config("spark.ui.enabled", "false")
              .getOrCreate();

      int workers =
          Training.workers(0, slots, folder.resolve(name).toString(), new Configuration(false));
      Trained resumed = train(EVERY_ROUND, checkpoints(name), IMAGES_OF.get(workers));

      assertSame(resumed.graph(), whole.graph());
      assertThat(resumed.averaged().params()).isEqualTo(whole.averaged().params());
      assertThat(resumed.log().stream().mapToInt(TrainingRound::images).sum())
          .isEqualTo(2 * 2 * 3 * 8); // epochs, workers, minibatches, images
      BaseLayer classifier = (BaseLayer) resumed.graph().getLayer("classifier").conf().getLayer();
      for (TrainingRound round : resumed.log()) {
        assertThat(round.learningRate())
            .isEqualTo(
                classifier.getIUpdater().getLearningRate((int) round.step() - 1, round.epoch()));
      }
    }
  }

  @Test
  void anotherNumberOfWorkersIsRefusedWhenATrainingIsResumed() {
    Checkpoints checkpoints = checkpoints("two");
    assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints, killedAfter(1)))
        .isInstanceOf(Killed.class);

    int workers =
        Training.workers(4, 2, folder.resolve("two").toString(), new Configuration(false));

    assertThat(workers).isEqualTo(4);
    assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints, IMAGES_OF.get(workers)))
        .isInstanceOf(BrokenRule.class)
        .hasMessage(
            "workers is 4 but must be 2, with which this training was begun, or 0 for those 2");
  }

  @Test
  void otherImagesAreRefusedWhenATrainingIsResumed() {
    Checkpoints checkpoints = checkpoints("fewer");
    assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints, killedAfter(1)))
        .isInstanceOf(Killed.class);

    assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints, new int[] {30, 20}))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("begun with 3 steps in an epoch but the images are 2 steps now");
  }

  /** Neither without a learning rate, nor without gradients. */
  @Test
  void aTrainingKilledInItsFirstRoundLeavesNoCheckpoint() {
    Checkpoints checkpoints = checkpoints("early");

    assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints, killedAfter(0)))
        .isInstanceOf(Killed.class);

    assertThat(checkpoints.latest()).isEmpty();
  }

  @Test
  void aCheckpointKeepsItsLog() {
    Checkpoints checkpoints = checkpoints("kept");

    Trained trained = train(EVERY_ROUND, checkpoints, round -> {});

    assertThat(checkpoints.latest().orElseThrow().log()).isEqualTo(trained.log().subList(0, 2));
  }

  /** Epochs end in rounds 1 and 2: steps 3 and 6, in rounds of 2. */
  @Test
  void everyEpochIsScoredOnceHoweverOftenTheTrainingIsKilled() {
    Trained unscored = train(EVERY_ROUND, checkpoints("unscored"), round -> {});
    List<Integer> scored = new ArrayList<>();
    EpochScoring scoring =
        new EpochScoring(
            1,
            /* keepsBest= */ false,
            (epoch, weights) -> {
              scored.add(epoch);
              return new EpochAccuracy(epoch, sum(weights), 0);
            });
    Trained whole = train(EVERY_ROUND, checkpoints("scored"), IMAGES, scoring, round -> {});
    Checkpoints checkpoints = checkpoints("scored-killed");
    assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints, IMAGES, scoring, killedAfter(2)))
        .isInstanceOf(Killed.class);
    Trained resumed = train(EVERY_ROUND, checkpoints, IMAGES, scoring, round -> {});

    assertThat(scored).containsExactly(1, 2, 1, 2, 2); // whole, killed, resumed
    assertThat(resumed.log())
        .extracting(TrainingRound::accuracy)
        .isEqualTo(whole.log().stream().map(TrainingRound::accuracy).toList());
    assertThat(whole.log())
        .extracting(round -> round.accuracy().isPresent())
        .containsExactly(false, true, true);
    assertThat(whole.log().get(2).accuracy().get().half())
        .isEqualTo(sum(GraphWeights.read(whole.averaged())));
    assertSame(whole.graph(), unscored.graph());
    assertThat(whole.averaged().params()).isEqualTo(unscored.averaged().params());
  }

  @Test
  void weightsOfTheMostAccurateEpochAreKeptHoweverOftenTheTrainingIsKilled() {
    Map<Integer, Double> sums = new HashMap<>();
    double[] accuracies = {Double.NaN, 0.8, 0.7}; // of the first and the second epoch
    EpochScoring scoring =
        new EpochScoring(
            1,
            /* keepsBest= */ true,
            (epoch, weights) -> {
              sums.put(epoch, sum(weights));
              return EpochAccuracy.of(accuracies[epoch]);
            });

    Trained whole = train(EVERY_ROUND, checkpoints("best"), IMAGES, scoring, round -> {});
    Checkpoints checkpoints = checkpoints("best-killed");
    assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints, IMAGES, scoring, killedAfter(2)))
        .isInstanceOf(Killed.class);
    Trained resumed = train(EVERY_ROUND, checkpoints, IMAGES, scoring, round -> {});

    assertThat(sum(GraphWeights.read(whole.averaged()))).isEqualTo(sums.get(1));
    assertThat(sums.get(1)).isNotEqualTo(sums.get(2));
    assertThat(resumed.averaged().params()).isEqualTo(whole.averaged().params());
    accuracies[2] = 0.9;
    Trained rising = train(EVERY_ROUND, checkpoints("rising"), IMAGES, scoring, round -> {});
    assertThat(sum(GraphWeights.read(rising.averaged()))).isEqualTo(sums.get(2));
  }

  private static double sum(Weights weights) {
    double sum = 0;
    for (Tensor tensor : weights.tensors().values()) {
      for (float value : tensor.values()) {
        sum += value;
      }
    }
    return sum;
  }

  @Test
  void clearedCheckpointsAreGone() {
    Checkpoints checkpoints = checkpoints("cleared");
    train(EVERY_ROUND, checkpoints, round -> {});

    checkpoints.clear();

    assertThat(checkpoints.latest()).isEmpty();
    assertThat(folder.resolve("cleared")).isEmptyDirectory();
  }
}
