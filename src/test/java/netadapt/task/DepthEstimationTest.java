package netadapt.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DepthEstimationTest {
  private static final Truth DEPTHS = new Truth(0, new float[] {2, 0, 4, 1, 8});

  @Test
  void deltaCountsValidPixelsWithinTheRatioOnBothSides() {
    float[] outputs = {
      2.49f, 9, 3.21f, 1.25f, 6.39f
    }; // below, invalid, above, not below, not above

    assertThat(new DeltaShare(1).of(outputs, DEPTHS)).isEqualTo(2.0 / 4);
    assertThat(new DeltaShare(2).of(outputs, DEPTHS)).isEqualTo(1);
  }

  @Test
  void whatIsNotInFrontOfTheCameraIsNeverNear() {
    assertThat(new DeltaShare(3).of(new float[] {-2, 0, 0, -1, 0}, DEPTHS)).isZero();
  }

  @Test
  void theRootMeanSquareIsOverValidPixelsAndBelowZero() {
    float[] outputs = {3, 100, 4, 0, 6};

    assertThat(new NegativeRootMeanSquare().of(outputs, DEPTHS))
        .isCloseTo(-Math.sqrt((1 + 0 + 1 + 4) / 4.0), within(1e-12));
  }

  @Test
  void anImageWithoutValidPixelsIsAsGoodAsCanBe() {
    Truth nothing = new Truth(0, new float[] {0, 0});

    assertThat(new DeltaShare(1).of(new float[] {1, 2}, nothing)).isEqualTo(1);
    assertThat(new NegativeRootMeanSquare().of(new float[] {1, 2}, nothing)).isZero();
  }

  @Test
  void theLossIsTheMeanAbsoluteErrorOfEachImagesValidPixels() {
    double[] outputs = {1, 5, 3, 2, 2, 9};
    double[] targets = {2, 0, 5, 0, 0, 0}; // the second image has no valid pixel

    assertThat(new AbsoluteDepthError().of(outputs, targets, 2)).isEqualTo((1 + 2) / 2.0);
    assertThat(outputs).containsExactly(-0.5, 0, -0.5, 0, 0, 0);
  }

  @Test
  void theGradientIsThatOfTheLoss() {
    Random random = new Random(3);
    double[] outputs = random.doubles(12, 0, 4).toArray();
    double[] targets = random.doubles(12, 0, 4).toArray();
    targets[5] = 0;
    double[] gradient = outputs.clone();
    new AbsoluteDepthError().of(gradient, targets, 3);

    for (int i = 0; i < outputs.length; i++) {
      double[] more = outputs.clone();
      double[] less = outputs.clone();
      more[i] += 1e-6;
      less[i] -= 1e-6;
      double slope =
          (new AbsoluteDepthError().of(more, targets, 3)
                  - new AbsoluteDepthError().of(less, targets, 3))
              / 2e-6;
      assertThat(gradient[i]).isCloseTo(slope, within(1e-6));
    }
  }

  @Test
  void qualitiesAreCalledAsInTheLiterature() {
    Task depth = Tasks.named("depth").orElseThrow();

    assertThat(depth.qualities())
        .extracting(Quality::name)
        .containsExactly("delta-1", "negative-rmse");
    assertThat(depth.quality("negative-rmse").orElseThrow().unit()).isEqualTo(ScoreUnit.METRES);
    assertThat(depth.quality("top-1")).isEmpty();
    assertThatThrownBy(() -> new DeltaShare(4)).hasMessage("k is 4 but must be 1 to 3");
  }
}
