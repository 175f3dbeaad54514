package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netadapt.task.NegativeRootMeanSquare;
import netadapt.task.Truth;
import org.junit.jupiter.api.Test;

class TalliesTest {
  /** Of a depth of 2 metres for the one pixel of each of two images. */
  private static Tally of(float first, float second) {
    Truth two = new Truth(0, new float[] {2});
    Tallies tallies = new Tallies(new NegativeRootMeanSquare(), 1);
    tallies.add(List.of(new float[] {first, second}), List.of(two, two), 0);
    return tallies.of(2, new Tally(0, 0, 0, 1, 1, "driver")).get(0).tally();
  }

  @Test
  void numbersAreAddedUp() {
    Tally tally = of(1, 5);

    assertThat(tally.score()).isEqualTo(-(1 + 3) / 2.0);
    assertThat(tally.invalid()).isZero();
  }

  @Test
  void aNetworkThatGivesNoNumbersHasNoScore() {
    Tally tally = of(Float.NaN, Float.NaN);

    assertThat(tally.score()).isNaN();
    assertThat(tally.invalid()).isEqualTo(2);
  }

  @Test
  void norHasOneThatGivesNoneForTheLastImage() {
    Tally tally = of(1, Float.NaN);

    assertThat(tally.score()).isNaN();
    assertThat(tally.invalid()).isEqualTo(1);
  }
}
