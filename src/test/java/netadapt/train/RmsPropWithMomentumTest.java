package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import netadapt.arch.SubNetwork;
import netadapt.nn.SuperNetworkGraph;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;

class RmsPropWithMomentumTest {
  private static final double RATE = 0.1;
  private static final int PARAMETERS = 3;

  private final TrainingPlan plan = Plans.plan(1, 1, 1);

  @Test
  void keepsAShareOfEveryStepInTheNext() {
    double[][] gradients = {{1, -2, 0}, {0.5, 0, 0}, {0, 3, 0}};
    double[] square = {1e-3, 1e-3, 1e-3}; // as Deeplearning4j begins
    double[] step = new double[PARAMETERS];
    GradientUpdater<?> updater = updater(0.9, 0.8);

    for (double[] gradient : gradients) {
      for (int i = 0; i < PARAMETERS; i++) {
        square[i] = 0.8 * square[i] + 0.2 * gradient[i] * gradient[i];
        step[i] = 0.9 * step[i] + RATE * gradient[i] / (Math.sqrt(square[i]) + 1e-3);
      }
      INDArray given = Nd4j.createFromArray(new double[][] {gradient}).castTo(DataType.FLOAT);
      updater.applyUpdater(given, 0, 0);

      assertThat(given.toDoubleVector()).containsExactly(step, within(1e-5));
    }
  }

  @Test
  void withoutMomentumItIsDeeplearning4jsRmsProp() {
    GradientUpdater<?> ours = updater(0, 0.9);
    RmsProp config = RmsProp.builder().learningRate(RATE).rmsDecay(0.9).epsilon(1e-3).build();
    GradientUpdater<?> theirs = config.instantiate(Nd4j.zeros(DataType.FLOAT, 1, PARAMETERS), true);
    for (int iteration = 0; iteration < 4; iteration++) {
      INDArray first = Nd4j.createFromArray(new float[][] {{1, -0.3f * iteration, 0.01f}});
      INDArray second = first.dup();

      ours.applyUpdater(first, iteration, 0);
      theirs.applyUpdater(second, iteration, 0);

      assertThat(first.equalsWithEps(second, 1e-6)).as(first + " and " + second).isTrue();
    }
  }

  @Test
  void rmspropHasTheMomentumThatIsAskedFor() {
    assertThat(plan.optimizer().momentum()).isPositive();

    assertThat(plan.optimizer().updater(plan.learningRate(3, 1)))
        .isInstanceOf(RmsPropWithMomentum.class);
  }

  @Test
  void comesBackFromAGraphsJsonAsItWas() {
    ComputationGraphConfiguration graph =
        SuperNetworkGraph.elastic(SubNetwork.full(Plans.NETWORK), plan.recipe(3, 1));

    assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
  }

  @Test
  void equalsAnotherWithTheSameNumbersOnly() {
    IUpdater updater = plan.optimizer().updater(plan.learningRate(3, 1));

    assertThat(updater.clone()).isEqualTo(updater).hasSameHashCodeAs(updater);
    assertThat(new RmsPropWithMomentum(plan.learningRate(3, 1), 0.8, 0.9, 1e-3))
        .isNotEqualTo(updater);
  }

  private static GradientUpdater<?> updater(double momentum, double squareDecay) {
    LearningRateSchedule constant =
        new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0, 1, 1);
    return new RmsPropWithMomentum(
            new LearningRate(constant, RATE, 10, 100), momentum, squareDecay, 1e-3)
        .instantiate(Nd4j.zeros(DataType.FLOAT, 1, 2 * PARAMETERS), true);
  }
}
