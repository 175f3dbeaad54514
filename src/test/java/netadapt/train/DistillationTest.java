package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DistillationTest {
  private static final int CLASSES = 3;
  private static final float[] LABELS = {1, 0, 0, 0.1f, 0.1f, 0.8f};

  @Test
  void unsoftenedSharesAreMixedWithTheLabels() {
    float[][] logits = {logs(0.5, 0.3, 0.2), logs(0.6, 0.3, 0.1)};

    float[] targets = new Distillation(0.75, 1).targets(LABELS, logits);

    // 0.25 · label + 0.75 · share
    assertThat(targets)
        .containsExactly(new float[] {0.625f, 0.225f, 0.15f, 0.475f, 0.25f, 0.275f}, within(1e-6f));
  }

  @Test
  void softenedSharesStandBesideTheLabels() {
    float[][] logits = {logs(0.64, 0.32, 0.04), logs(0.25, 0.25, 0.5)};

    float[] targets = new Distillation(0.5, 2).targets(LABELS, logits);

    // softmax(log p / 2) is as √p: 8 : √32 : 2 and 1 : 1 : √2, times 0.5 · 2².
    double first = 10 + Math.sqrt(32);
    double second = 2 + Math.sqrt(2);
    float[] expected = {
      0.5f,
      0,
      0,
      (float) (16 / first),
      (float) (2 * Math.sqrt(32) / first),
      (float) (4 / first),
      0.05f,
      0.05f,
      0.4f,
      (float) (2 / second),
      (float) (2 / second),
      (float) (2 * Math.sqrt(2) / second)
    };
    assertThat(targets).containsExactly(expected, within(1e-6f));
  }

  @Test
  void aTeacherAloneLeavesNothingOfTheLabels() {
    float[] targets = new Distillation(1, 1).targets(LABELS, new float[][] {{0, 0, 0}, {9, 9, 9}});

    assertThat(targets).containsOnly(1 / 3f);
  }

  @Test
  void logitsFarApartGiveShares() {
    float[][] logits = {{1e30f, 0, -1e30f}, {-3e38f, 0, 0}};

    float[] targets = new Distillation(1, 1).targets(LABELS, logits);

    assertThat(targets).containsExactly(1, 0, 0, 0, 0.5f, 0.5f);
  }

  @Test
  void anImagesTargetsSumToOneWithoutTemperature() {
    Random random = new Random(3);
    float[][] logits = new float[2][CLASSES];
    for (float[] ofImage : logits) {
      for (int c = 0; c < CLASSES; c++) {
        ofImage[c] = (float) (5 * random.nextGaussian());
      }
    }

    float[] targets = new Distillation(0.9, 1).targets(LABELS, logits);

    for (int image = 0; image < 2; image++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += targets[image * CLASSES + c];
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
  }

  /** Logits with this softmax. */
  private static float[] logs(double... shares) {
    float[] logs = new float[shares.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(shares[i]) + 7;
    }
    return logs;
  }
}
