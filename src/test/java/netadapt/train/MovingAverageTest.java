package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
  @Test
  void eachUpdateKeepsThePartThatTheStepsAllow() {
    Random random = new Random(2);
    MovingAverage average = new MovingAverage(0.9, new float[] {3});
    double expected = 3;
    for (long step = 2; step <= 400; step += 2) {
      float weight = random.nextFloat();
      average.update(new float[] {weight}, step, 2);
      double kept = Math.min(0.9, (1.0 + step) / (10.0 + step));
      expected = kept * kept * expected + (1 - kept * kept) * weight;
      assertThat((double) average.values()[0]).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void theRandomStartIsSoonForgotten() {
    MovingAverage average = new MovingAverage(0.9999, new float[] {1000});
    for (long step = 1; step <= 100; step++) {
      average.update(new float[] {1}, step, 1);
    }
    // Kept of the start: the product of (1 + t) / (10 + t), 10! / (102 · … · 110) ≈ 2e-12.
    assertThat(average.values()[0]).isCloseTo(1, within(1e-4f));
  }

  @Test
  void withoutDecayItIsTheWeightsThemselves() {
    MovingAverage average = new MovingAverage(0, new float[] {5, 6});
    average.update(new float[] {1, 2}, 1, 1);

    assertThat(average.values()).containsExactly(1, 2);
  }

  @Test
  void neitherStartNorValuesAreShared() {
    float[] start = {1};
    MovingAverage average = new MovingAverage(0.5, start);
    start[0] = 7;
    average.values()[0] = 8;

    assertThat(average.values()).containsExactly(1);
  }
}
