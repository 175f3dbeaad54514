package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.RandomNetworks;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.Augmentation;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.LocalSpark;
import netadapt.nn.GraphWeights;
import netadapt.nn.KernelChoice;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest extends LocalSpark {
  // Two workers of 3 minibatches an epoch; 6 steps in rounds of 2, 2 and 2.
  private static final int WORKERS = 2;

  /** The images of each worker, where there are so many workers. */
  private static final Map<Integer, int[]> IMAGES_OF =
      Map.of(1, new int[] {55}, WORKERS, new int[] {30, 25}, 4, new int[] {14, 14, 14, 13});

  private static final TrainingPlan EVERY_ROUND = Plans.plan(2, 2, 1);
  private static final TrainingPlan EVERY_OTHER_ROUND = Plans.plan(2, 1, 2);

  @TempDir Path folder;

  /** Stands for whatever kills a driver. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

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
  void aTrainingLearnsToTellDigitsApart() {
    List<ImageShard> shards = Plans.shards(320, 320);
    TrainingPlan plan = Plans.learning();

    Trained trained =
        new Trainer(context(), plan, checkpoints("learns"), round -> {})
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
  void aTrainingKilledInItsFirstRoundLeavesNoCheckpoint() {
    Checkpoints checkpoints = checkpoints("early");

    assertThatThrownBy(() -> train(EVERY_ROUND, checkpoints, killedAfter(0)))
        .isInstanceOf(Killed.class);

    assertThat(checkpoints.latest()).isEmpty();
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
  void aCheckpointKeepsItsLog() {
    Checkpoints checkpoints = checkpoints("kept");

    Trained trained = train(EVERY_ROUND, checkpoints, round -> {});

    assertThat(checkpoints.latest().orElseThrow().log()).isEqualTo(trained.log().subList(0, 2));
  }

  @Test
  void clearedCheckpointsAreGone() {
    Checkpoints checkpoints = checkpoints("cleared");
    train(EVERY_ROUND, checkpoints, round -> {});

    checkpoints.clear();

    assertThat(checkpoints.latest()).isEmpty();
    assertThat(folder.resolve("cleared")).isEmptyDirectory();
  }

  @Test
  void workersWithLessThanAMinibatchAreTheUsersMistake() {
    assertThatThrownBy(
            () ->
                new Trainer(context(), EVERY_ROUND, checkpoints("small"), round -> {})
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
    TrainingPlan still =
        new TrainingPlan(
            new Pace(1, 8, 3, 1),
            new Optimizer(Optimizer.Type.SGD, 1e-30, 0, 0, 0, 1),
            new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0, 1, 1),
            Regularization.NONE,
            new Averages(0.9, 0),
            1,
            KernelChoice.AUTO,
            1);

    Trained trained =
        new Trainer(context(), still, checkpoints("initial"), round -> {})
            .train(
                Plans.source(still),
                Optional.of(initial),
                rdd(Plans.shards(30)),
                Plans.minibatches(still, true));

    Weights end = GraphWeights.read(trained.averaged());
    assertThat(end.tensor("c1", "weight")).isEqualTo(initial.tensor("c1", "weight"));
    assertThat(end.tensor("classifier", "bias")).isEqualTo(initial.tensor("classifier", "bias"));
    assertThat(end.tensor("c1", "mean")).isNotEqualTo(initial.tensor("c1", "mean"));
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
            p -> {},
            finished -> {
              assertThat(model.complete()).isFalse(); // or a stop here would lose the log
              kept.addAll(finished);
            });

    assertThat(log).hasSize(3).isEqualTo(kept);
    assertThat(model.complete()).isTrue();
    assertThat(checkpoints("supernet").latest()).isEmpty();
  }

  private static Consumer<TrainingProgress> killedAfter(int round) {
    return progress -> {
      if (progress.last().round() == round) {
        throw new Killed();
      }
    };
  }

  private static Trained train(
      TrainingPlan plan, Checkpoints checkpoints, Consumer<TrainingProgress> progress) {
    return train(plan, checkpoints, IMAGES_OF.get(WORKERS), progress);
  }

  private static Trained train(TrainingPlan plan, Checkpoints checkpoints, int[] images) {
    return train(plan, checkpoints, images, progress -> {});
  }

  private static Trained train(
      TrainingPlan plan,
      Checkpoints checkpoints,
      int[] images,
      Consumer<TrainingProgress> progress) {
    return new Trainer(context(), plan, checkpoints, progress)
        .train(
            Plans.source(plan),
            Optional.empty(),
            rdd(Plans.shards(images)),
            Plans.minibatches(plan, true));
  }

  private Checkpoints checkpoints(String name) {
    return new Checkpoints(folder.resolve(name).toString(), context().hadoopConfiguration());
  }

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private static JavaRDD<ImageShard> rdd(List<ImageShard> shards) {
    return context().parallelize(shards, shards.size());
  }

  private static void assertSame(ComputationGraph one, ComputationGraph two) {
    WorkerState first = WorkerState.of(one);
    WorkerState second = WorkerState.of(two);
    assertThat(first.parameters()).isEqualTo(second.parameters());
    assertThat(first.updater()).isEqualTo(second.updater());
    assertThat(first.iteration()).isEqualTo(second.iteration());
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }
}
