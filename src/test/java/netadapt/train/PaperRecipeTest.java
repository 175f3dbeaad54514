package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import netadapt.arch.SubNetwork;
import netadapt.data.Augmentation;
import netadapt.data.Digits;
import netadapt.nn.SuperNetworkGraph;
import netadapt.search.ReductionSchedule;
import netadapt.settings.Settings;
import netadapt.settings.TrainingSettings;
import netadapt.task.DeltaShare;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The defaults are the recipe of the paper's trainings on ImageNet, and its parts do what they say;
 * that of its trainings on depths is a file.
 */
class PaperRecipeTest {
  private static final int STEPS_PER_EPOCH = 10;

  private final Settings settings =
      Settings.of("network = mnist, supernet.epochs = 20, train.epochs = 20", Map.of());

  @Test
  void theDefaultsAreThePapers() {
    for (TrainingSettings training :
        new TrainingSettings[] {settings.supernet(), settings.train()}) {
      TrainingPlan plan = training.plan();

      assertThat(plan.optimizer().type()).isEqualTo(Optimizer.Type.RMSPROP);
      assertThat(plan.regularization()).isEqualTo(new Regularization(1e-5, 0.2, 0));
      assertThat(plan.averages().weightsDecay()).isEqualTo(0.9998);
    }
  }

  /** 0.064 at 1024 images, a warm-up of one epoch, × 0.963 every 3 epochs after it. */
  @Test
  void theRateIsThePapersForItsBatchAndInProportionForOthers() {
    TrainingPlan plan = settings.train().plan(); // of 64 images a worker
    LearningRate rate = plan.learningRate(STEPS_PER_EPOCH, 16);

    assertThat(rate.valueAt(0, 0)).isCloseTo(0.064 / 11, within(1e-12));
    assertThat(rate.valueAt(9, 0)).isCloseTo(0.064 * 10 / 11, within(1e-12));
    assertThat(rate.valueAt(10, 1)).isEqualTo(0.064);
    assertThat(rate.valueAt(39, 3)).isEqualTo(0.064);
    assertThat(rate.valueAt(40, 4)).isCloseTo(0.061632, within(1e-12));
    assertThat(rate.valueAt(70, 7)).isCloseTo(0.059351616, within(1e-12));
    assertThat(plan.learningRate(STEPS_PER_EPOCH, 32).valueAt(10, 1)).isEqualTo(0.128);
    assertThat(plan.learningRate(STEPS_PER_EPOCH, 2).valueAt(10, 1)).isEqualTo(0.008);
  }

  /** Section 4.2.1 and appendix A.2. */
  @Test
  void theDepthConfigurationIsThePapers() {
    Settings depth = Settings.read(Path.of("conf/nyu-depth.conf"), Map.of("data.path", "frames"));
    TrainingPlan supernet = depth.supernet().plan();
    TrainingPlan train = depth.train().plan();

    assertThat(depth.data().heldOut()).isEqualTo(2000);
    assertThat(supernet.pace().epochs()).isEqualTo(50);
    assertThat(supernet.learningRate(STEPS_PER_EPOCH, 1).valueAt(9, 0)).isEqualTo(0.025);
    assertThat(supernet.learningRate(STEPS_PER_EPOCH, 1).valueAt(20, 2))
        .isCloseTo(0.025 * 0.81, within(1e-12));
    assertThat(train.pace().epochs()).isEqualTo(50);
    assertThat(train.learningRate(STEPS_PER_EPOCH, 1).valueAt(0, 0)).isEqualTo(0.05);
    assertThat(train.learningRate(STEPS_PER_EPOCH, 2).valueAt(0, 0)).isEqualTo(0.1);
    assertThat(depth.train().initialWeights())
        .isEqualTo(TrainingSettings.InitialWeights.TRAJECTORY);
    assertThat(depth.train().trajectoryEpochs()).isEqualTo(2);
    assertThat(depth.search().plan().samples()).isEqualTo(150);
    assertThat(depth.search().plan().descent().schedule())
        .isEqualTo(new ReductionSchedule(0.015, 0.98));
    assertThat(depth.scoring().quality()).isEqualTo(new DeltaShare(1));
  }

  /** w − rate · (gradient + l2 · w), for weights but not for what normalises, nor for biases. */
  @Test
  void decayTakesAShareOfTheWeightsAway() {
    double decay = 0.01;
    double rate = 0.5;
    ComputationGraph without = graph(plan(rate, new Regularization(0, 0, 0)));
    ComputationGraph with = graph(plan(rate, new Regularization(decay, 0, 0)));
    Map<String, INDArray> before = new HashMap<>();
    without.paramTable().forEach((key, value) -> before.put(key, value.dup()));

    without.fit(minibatch());
    with.fit(minibatch());

    with.paramTable()
        .forEach(
            (key, decayed) -> {
              boolean weight = key.endsWith("_weight") || key.endsWith("_W");
              INDArray expected =
                  without.paramTable().get(key).sub(before.get(key).mul(weight ? rate * decay : 0));
              assertThat(decayed.equalsWithEps(expected, 1e-5)).as(key).isTrue();
            });
    assertThat(with.paramTable().get("c1_weight"))
        .isNotEqualTo(without.paramTable().get("c1_weight"));
  }

  /** A fifth of the classifier's inputs count as 0, and the others for 1/0.8 of themselves. */
  @Test
  void dropoutDropsAFifthOfTheClassifiersInputs() {
    ComputationGraph graph = graph(plan(0.1, new Regularization(0, 0.2, 0)));
    MultiDataSet one = minibatch();
    INDArray image = one.getFeatures(0).get(NDArrayIndex.interval(0, 1)).dup();
    INDArray label = one.getLabels(0).getRow(0, true).dup();
    double[] features =
        graph(plan(0.1, Regularization.NONE)) // with the same weights
            .feedForward(new INDArray[] {image}, true)
            .get("classifier.input")
            .toDoubleVector();
    int dropped = 0;
    int inputs = 0;
    for (int seed = 0; seed < 100; seed++) {
      Nd4j.getRandom().setSeed(seed);
      graph.setInputs(image);
      graph.setLabels(label);
      graph.computeGradientAndScore();
      double[][] dWeight = graph.gradient().getGradientFor("classifier_W").toDoubleMatrix();
      double dBias = graph.gradient().getGradientFor("classifier_b").getDouble(0);
      for (int i = 0; i < features.length; i++) {
        if (features[i] > 1e-3) {
          inputs++;
          if (dWeight[i][0] == 0) {
            dropped++;
          } else {
            assertThat(dWeight[i][0]).isCloseTo(dBias * features[i] / 0.8, within(1e-4));
          }
        }
      }
    }
    double deviation = Math.sqrt(0.2 * 0.8 / inputs);
    assertThat((double) dropped / inputs).isCloseTo(0.2, within(4 * deviation));
  }

  private static TrainingPlan plan(double rate, Regularization regularization) {
    TrainingPlan plan = Plans.plan(1, 1, 1);
    return new TrainingPlan(
        plan.pace(),
        new Optimizer(Optimizer.Type.SGD, rate, 0, 0, 0, 1),
        new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0, 1, 1),
        regularization,
        plan.averages(),
        plan.draws(),
        plan.kernels(),
        plan.seed());
  }

  private static ComputationGraph graph(TrainingPlan plan) {
    ComputationGraph graph =
        new ComputationGraph(
            SuperNetworkGraph.fixed(
                SubNetwork.full(Plans.LEARNER), plan.recipe(STEPS_PER_EPOCH, 1)));
    graph.init();
    return graph;
  }

  private static MultiDataSet minibatch() {
    Minibatches minibatches =
        new Minibatches(
            Plans.LEARNER, false, Plans.plan(1, 1, 1), Digits.normalization(1), Augmentation.NONE);
    return minibatches.of(Plans.shards(30).get(0), 0, 3, 0, 1).next();
  }
}
