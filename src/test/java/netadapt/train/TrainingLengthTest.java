package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import netadapt.BrokenRule;
import netadapt.settings.Settings;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrainingLengthTest {
  /** 4,000 images of a worker are 62 minibatches of 64; 20 epochs of them 38.75 rounds of 32. */
  @Test
  void stepsAndRoundsAreWhatTheImagesGive() {
    TrainingLength length = length("epochs = 20, steps-per-round = 32", 8000, 2);

    assertThat(length.stepsPerEpoch()).isEqualTo(62);
    assertThat(length.steps()).isEqualTo(1240);
    assertThat(length.fewestRounds()).isEqualTo(39);
    assertThat(length.mostRounds()).isEqualTo(39);
    assertThat(length.globalBatch()).isEqualTo(128);
    assertThat(length.images()).isEqualTo(1240 * 128);
  }

  /** Eight rounds of 8 steps, then rounds of 8 to 62, since an epoch has no more. */
  @Test
  void roundsThatAreMeasuredAreFewOrMany() {
    TrainingLength length = length("epochs = 20, steps-per-round = 0", 8000, 2);

    assertThat(length.mostRounds()).isEqualTo(155);
    assertThat(length.fewestRounds()).isEqualTo(8 + 19); // 1,176 steps by 62
  }

  @Test
  void aWorkerNeedsAMinibatch() {
    assertThatThrownBy(() -> length("batch = 64", 100, 2))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("batch is 64 but must be at most 50, the images of the smallest of 2 workers");
  }

  /** Steps of a second each; of two workers, every 31st is followed by an averaging of two. */
  @Test
  void takesItsStepsAndItsAveragings() {
    TrainingPlan plan = plan("epochs = 20, steps-per-round = 31");

    assertThat(TrainingLength.seconds(plan, 8000, 2, 64, 2))
        .isCloseTo(1240 + 40 * 2, Offset.offset(1e-6));
    assertThat(TrainingLength.seconds(plan, 8000, 1, 64, 2)).isEqualTo(2500);
  }

  private static TrainingLength length(String supernet, int images, int workers) {
    return TrainingLength.of(plan(supernet), images, workers);
  }

  private static TrainingPlan plan(String supernet) {
    return Settings.of("supernet { %s }".formatted(supernet), Map.of()).supernet().plan();
  }
}
