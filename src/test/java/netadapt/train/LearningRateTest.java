package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;

class LearningRateTest {
  private static final double PEAK = 0.4;

  @Test
  void warmsUpInEqualStepsFromAboveZero() {
    LearningRate rate =
        new LearningRate(
            new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0.3, 1, 1), PEAK, 10, 100);

    assertThat(rate.valueAt(0, 0)).isCloseTo(PEAK / 4, within(1e-12));
    assertThat(rate.valueAt(1, 0)).isCloseTo(PEAK / 2, within(1e-12));
    assertThat(rate.valueAt(2, 0)).isCloseTo(PEAK * 3 / 4, within(1e-12));
    assertThat(rate.valueAt(3, 0)).isEqualTo(PEAK);
    assertThat(rate.valueAt(99, 9)).isEqualTo(PEAK);
  }

  @Test
  void theRateOfAFineTuningIsTheOptimizersFromItsFirstStepToItsLast() {
    TrainingPlan plan = Plans.plan(2, 1, 1).forFineTuning();

    assertThat(plan.learningRate(100, 1).valueAt(0, 0)).isEqualTo(0.01);
    assertThat(plan.learningRate(100, 1).valueAt(199, 1)).isEqualTo(0.01);
  }

  @Test
  void cosineFallsFromThePeakToZero() {
    LearningRate rate =
        new LearningRate(
            new LearningRateSchedule(LearningRateSchedule.Type.COSINE, 2, 1, 1), PEAK, 10, 100);

    assertThat(rate.valueAt(20, 2)).isEqualTo(PEAK);
    assertThat(rate.valueAt(40, 4)).isCloseTo(PEAK * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(rate.valueAt(60, 6)).isCloseTo(PEAK / 2, within(1e-12));
    assertThat(rate.valueAt(100, 10)).isCloseTo(0, within(1e-12));
    assertThat(rate.valueAt(500, 50)).isCloseTo(0, within(1e-12));
  }

  /** The paper's: times 0.963 every 3 epochs. */
  @Test
  void exponentialFallsInSteps() {
    LearningRate rate =
        new LearningRate(
            new LearningRateSchedule(LearningRateSchedule.Type.EXPONENTIAL, 0, 0.963, 3),
            PEAK,
            10,
            1000);

    assertThat(rate.valueAt(29, 2)).isEqualTo(PEAK);
    assertThat(rate.valueAt(30, 3)).isCloseTo(PEAK * 0.963, within(1e-12));
    assertThat(rate.valueAt(59, 5)).isCloseTo(PEAK * 0.963, within(1e-12));
    assertThat(rate.valueAt(60, 6)).isCloseTo(PEAK * 0.963 * 0.963, within(1e-12));
  }

  @Test
  void aWarmUpDelaysTheFall() {
    LearningRate rate =
        new LearningRate(
            new LearningRateSchedule(LearningRateSchedule.Type.EXPONENTIAL, 1, 0.5, 0.5),
            PEAK,
            10,
            1000);

    assertThat(rate.valueAt(14, 1)).isEqualTo(PEAK);
    assertThat(rate.valueAt(15, 1)).isEqualTo(PEAK / 2);
  }

  @Test
  void theRateGrowsWithTheBatchOfAllWorkers() {
    Optimizer optimizer = new Optimizer(Optimizer.Type.SGD, 0.064, 1024, 0, 0, 1);

    assertThat(optimizer.learningRate(256)).isEqualTo(0.016);
  }

  @Test
  void aRateWithoutReferenceBatchStaysAsItIs() {
    assertThat(new Optimizer(Optimizer.Type.SGD, 0.1, 0, 0, 0, 1).learningRate(256)).isEqualTo(0.1);
  }

  @Test
  void theOptimizerAsksTheScheduleForEveryStep() {
    LearningRate rate =
        new LearningRate(
            new LearningRateSchedule(LearningRateSchedule.Type.COSINE, 1, 1, 1), PEAK, 10, 100);
    IUpdater updater = new Optimizer(Optimizer.Type.RMSPROP, PEAK, 0, 0, 0.9, 1e-3).updater(rate);

    assertThat(updater).isInstanceOf(RmsProp.class);
    assertThat(updater.getLearningRate(55, 5)).isEqualTo(rate.valueAt(55, 5));
  }
}
