package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static Outcome outcome(long invalid, int... right) {
    BitSet images = new BitSet();
    for (int image : right) {
      images.set(image);
    }
    return new Outcome(
        new Tally(right.length, 4, invalid, 1, 1, "driver"), new RightImages(images));
  }

  @Test
  void anErrorCountsTheImagesThatOnlyOneOfTwoHasRight() {
    // 2 of 4 images differ and the scores do not: (2/4 - 0) / 4 / 2
    assertThat(Outcome.errors(List.of(outcome(0, 0, 1), outcome(0, 1, 2))))
        .containsOnly(Math.sqrt(1.0 / 16));
  }

  @Test
  void aNetworkThatFailedHasNoErrorAndIsComparedWithNone() {
    List<Outcome> all = List.of(outcome(0, 0, 1), outcome(1), outcome(0, 1, 2));

    assertThat(Outcome.errors(all)).containsExactly(0.25, 0.0, 0.25);
    assertThat(Outcome.errors(List.of(outcome(1)))).containsExactly(0.0);
  }

  @Test
  void theImagesAreNobodyElses() {
    Outcome outcome = outcome(0, 0, 1);
    outcome.images().set(2, 1);

    assertThat(outcome.images().sum(4)).isEqualTo(2);
  }
}
