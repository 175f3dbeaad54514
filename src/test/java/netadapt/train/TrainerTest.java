package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netadapt.BrokenRule;
import netadapt.arch.RandomNetworks;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.Augmentation;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.nn.Draws;
import netadapt.nn.GraphWeights;
import netadapt.nn.KernelChoice;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest extends TrainingCase {
  @Test
  void aTrainingLearnsToTellDigitsApart() {
    List<ImageShard> shards = Plans.shards(320, 320);
    TrainingPlan plan = Plans.learning();

    Trained trained =
        new Trainer(context(), plan, checkpoints("learns"), EpochScoring.NONE, round -> {})
            .train(
                Plans.learner(plan),
                Optional.empty(),
                rdd(shards),
                new Minibatches(
                    Plans.LEARNER, false, plan, Digits.normalization(1), Augmentation.NONE));

    List<TrainingRound> log = trained.log();
    assertThat(log.get(log.size() - 1).loss()).isLessThan(0.6 * log.get(0).loss());
    assertThat(accuracy(trained.averaged(), shards)).isGreaterThan(0.5); // by chance: 0.1
  }

  private static double accuracy(ComputationGraph graph, List<ImageShard> shards) {
    int images = 0;
    int correct = 0;
    for (ImageShard shard : shards) {
      float[] pixels = new float[shard.size() * shard.imageSize()];
      for (int i = 0; i < shard.size(); i++) {
        shard.normalize(
            i, Digits.normalization(1), Layout.CHANNELS_LAST, pixels, i * shard.imageSize());
      }
      long[] shape = {shard.size(), Plans.SIDE, Plans.SIDE, 1};
      int[] classes = graph.outputSingle(Nd4j.create(pixels, shape, 'c')).argMax(1).toIntVector();
      for (int i = 0; i < shard.size(); i++) {
        correct += classes[i] == shard.label(i) ? 1 : 0;
      }
      images += shard.size();
    }
    return (double) correct / images;
  }

  @Test
  void theLogHasARowPerRound() {
    Trained trained = train(EVERY_ROUND, checkpoints("log"), round -> {});

    assertThat(trained.log()).extracting(TrainingRound::round).containsExactly(0, 1, 2);
    assertThat(trained.log()).extracting(TrainingRound::step).containsExactly(2L, 4L, 6L);
    assertThat(trained.log()).extracting(TrainingRound::epoch).containsExactly(0, 1, 1);
    // 2 workers, 2 minibatches each, of 8 images
    assertThat(trained.log()).extracting(TrainingRound::images).containsOnly(32);
    LearningRate rate = new LearningRate(EVERY_ROUND.schedule(), 0.01, 3, 6);
    for (TrainingRound round : trained.log()) {
      assertThat(round.learningRate()).isEqualTo(rate.valueAt((int) round.step() - 1, 0));
      assertThat(round.loss()).isBetween(0.1, 10.0);
    }
  }

  @Test
  void aRoundsTimeIsInputComputeAndAveraging() {
    Trained trained = train(EVERY_ROUND, checkpoints("times"), round -> {});

    for (TrainingRound round : trained.log()) {
      assertThat(round.inputSeconds()).isNotNegative();
      assertThat(round.computeSeconds()).isPositive();
      assertThat(round.averagingSeconds()).isPositive();
      assertThat(round.inputSeconds() + round.computeSeconds() + round.averagingSeconds())
          .isCloseTo(round.seconds(), within(1e-9));
      assertThat(round.imagesPerSecond()).isEqualTo(32 / round.seconds());
    }
  }

  @Test
  void progressEndsAtOne() {
    List<Double> fractions = new ArrayList<>();

    train(EVERY_ROUND, checkpoints("progress"), p -> fractions.add(p.fraction()));

    assertThat(fractions).hasSize(3).isSorted().last().isEqualTo(1.0);
  }

  @Test
  void theAverageFollowsTheWeightsRoundByRound() {
    List<float[]> weights = new ArrayList<>();
    // The checkpoint of every round tells its weights.
    Checkpoints checkpoints = checkpoints("average");
    Trained trained =
        train(
            EVERY_ROUND,
            checkpoints,
            p ->
                checkpoints
                    .latest()
                    .ifPresent(state -> weights.add(WorkerState.of(state.graph()).parameters())));
    weights.add(WorkerState.of(trained.graph()).parameters());
    ComputationGraph start = new ComputationGraph(Plans.source(EVERY_ROUND).graph(3, WORKERS));
    start.init();
    double[] expected = doubles(WorkerState.of(start).parameters());
    for (int round = 0; round < 3; round++) {
      int step = 2 * round + 2;
      double kept = Math.pow(Math.min(0.99, (1.0 + step) / (10.0 + step)), 2);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = kept * expected[i] + (1 - kept) * weights.get(round)[i];
      }
    }

    assertThat(doubles(WorkerState.of(trained.averaged()).parameters()))
        .containsExactly(expected, within(1e-5));
  }

  @Test
  void workersWithLessThanAMinibatchAreTheUsersMistake() {
    assertThatThrownBy(
            () ->
                new Trainer(
                        context(),
                        EVERY_ROUND,
                        checkpoints("small"),
                        EpochScoring.NONE,
                        round -> {})
                    .train(
                        Plans.source(EVERY_ROUND),
                        Optional.empty(),
                        rdd(Plans.shards(30, 7)),
                        Plans.minibatches(EVERY_ROUND, true)))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("batch is 8 but must be at most 7, the images of the smallest of 2 workers");
  }

  @Test
  void trainingStartsFromTheWeightsGiven() {
    Weights initial = new RandomNetworks(3).weights(Plans.NETWORK);

    Weights end = started("initial", initial);

    assertThat(end.tensor("c1", "weight")).isEqualTo(initial.tensor("c1", "weight"));
    assertThat(end.tensor("classifier", "bias")).isEqualTo(initial.tensor("classifier", "bias"));
    assertThat(end.tensor("c1", "mean")).isNotEqualTo(initial.tensor("c1", "mean"));
  }

  @Test
  void layersWithoutWeightsStartFromRandomOnes() {
    Weights some = new RandomNetworks(3).weights(Plans.NETWORK).of("c1");
    Weights none = started("random", Weights.NONE);

    Weights end = started("some", some);

    assertThat(end.tensor("c1", "weight")).isEqualTo(some.tensor("c1", "weight"));
    assertThat(end.tensor("c1", "weight")).isNotEqualTo(none.tensor("c1", "weight"));
    assertThat(end.tensor("classifier", "weight")).isEqualTo(none.tensor("classifier", "weight"));
  }

  /** The weights of a training that hardly changes them. */
  private Weights started(String name, Weights initial) {
    TrainingPlan still =
        new TrainingPlan(
            new Pace(1, 8, 3, 1),
            new Optimizer(Optimizer.Type.SGD, 1e-30, 0, 0, 0, 1),
            new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0, 1, 1),
            Regularization.NONE,
            new Averages(0.9, 0),
            Draws.uniform(1),
            KernelChoice.AUTO,
            1);

    Trained trained =
        new Trainer(context(), still, checkpoints(name), EpochScoring.NONE, round -> {})
            .train(
                Plans.source(still),
                Optional.of(initial),
                rdd(Plans.shards(30)),
                Plans.minibatches(still, true));

    return GraphWeights.read(trained.averaged());
  }

  @Test
  void aFinishedTrainingLeavesItsModelAndNoCheckpoint() {
    Path target = folder.resolve("supernet");
    Training training =
        new Training(
            SubNetwork.full(Plans.NETWORK),
            true,
            EVERY_ROUND,
            Digits.normalization(1),
            Augmentation.NONE);

    ModelFolder model = new ModelFolder(target.toString(), context().hadoopConfiguration());
    List<TrainingRound> kept = new ArrayList<>();
    List<TrainingRound> log =
        training.run(
            context(),
            rdd(Plans.shards(30, 30)),
            Optional.empty(),
            target.toString(),
            () -> {},
            EpochScoring.NONE,
            p -> {},
            finished -> {
              assertThat(model.complete()).isFalse(); // or a stop here would lose the log
              kept.addAll(finished);
            });

    assertThat(log).hasSize(3).isEqualTo(kept);
    assertThat(model.complete()).isTrue();
    assertThat(checkpoints("supernet").latest()).isEmpty();
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }
}
