package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netadapt.BrokenRule;
import netadapt.arch.Architecture;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.nn.GraphWeights;
import netadapt.nn.SuperNetworkGraph;
import org.junit.jupiter.api.Test;

class TaskTrainingTest extends TrainingCase {
  private static final TaskTraining TRAINING =
      new TaskTraining(Plans.NETWORK, EVERY_OTHER_ROUND, Digits.normalization(1), Plans.SHIFTED);
  private static final ImageShard IMAGES = Plans.shards(30).get(0);

  @Test
  void whatComesOutIsThatOfATrainingWithOneWorker() {
    Architecture architecture = architectures().get(2);
    SubNetwork subNetwork = SubNetwork.of(Plans.NETWORK, architecture);
    TrainingPlan plan = TRAINING.ofIts(architecture);

    Trained expected =
        new Trainer(context(), plan, checkpoints("one"), EpochScoring.NONE, round -> {})
            .train(
                (stepsPerEpoch, workers) ->
                    SuperNetworkGraph.fixed(subNetwork, plan.recipe(stepsPerEpoch, workers)),
                Optional.empty(),
                rdd(List.of(IMAGES)),
                Plans.minibatches(plan, false));

    assertThat(trained(List.of(architecture), 1).get(0))
        .isEqualTo(GraphWeights.read(expected.averaged()));
  }

  @Test
  void whatComesOutDoesNotDependOnThePartitions() {
    List<Architecture> architectures = architectures();
    List<Architecture> reversed = new ArrayList<>();
    architectures.forEach(architecture -> reversed.add(0, architecture));

    List<Weights> two = trained(architectures, 2);
    List<Weights> four = trained(reversed, 4);

    for (int i = 0; i < architectures.size(); i++) {
      assertThat(four.get(architectures.size() - 1 - i)).isEqualTo(two.get(i));
    }
  }

  @Test
  void aTrainingOfNoStepsIsTheWeightsGiven() {
    Architecture architecture = architectures().get(1);
    Weights initial =
        Slicer.slice(
            new RandomNetworks(3).weights(Plans.NETWORK),
            SubNetwork.of(Plans.NETWORK, architecture));

    List<Weights> end =
        context()
            .parallelize(List.of(architecture), 1)
            .map(one -> TRAINING.train(one, Optional.of(initial), IMAGES, 0))
            .collect();

    assertThat(end.get(0)).isEqualTo(initial);
  }

  @Test
  void anotherSeedTrainsOtherwiseAndTheSameSeedAlike() {
    List<Architecture> one = List.of(architectures().get(1));

    Weights first = trained(TRAINING.withSeed(1), one, 1).get(0);

    assertThat(trained(TRAINING.withSeed(1), one, 1).get(0)).isEqualTo(first);
    assertThat(trained(TRAINING.withSeed(2), one, 1).get(0)).isNotEqualTo(first);
  }

  @Test
  void theStepsAreThoseOfThePlansEpochs() {
    // 2 epochs of 3 minibatches of 8 images
    assertThat(TRAINING.steps(30)).isEqualTo(6);
  }

  @Test
  void lessThanAMinibatchOfImagesIsTheUsersMistake() {
    assertThatThrownBy(() -> TRAINING.steps(7))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("batch is 8 but must be at most 7, the training images");
  }

  private static List<Weights> trained(List<Architecture> architectures, int partitions) {
    return trained(TRAINING, architectures, partitions);
  }

  private static List<Weights> trained(
      TaskTraining training, List<Architecture> architectures, int partitions) {
    return context()
        .parallelize(architectures, partitions)
        .map(
            architecture ->
                training.train(architecture, Optional.empty(), IMAGES, training.steps(30)))
        .collect();
  }

  private static List<Architecture> architectures() {
    RandomNetworks random = new RandomNetworks(9);
    List<Architecture> architectures = new ArrayList<>(List.of(Plans.NETWORK.full()));
    while (architectures.size() < 4) {
      architectures.add(random.architecture(Plans.NETWORK));
    }
    return architectures;
  }
}
