package netadapt.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TypicalTest {
  @Test
  void isTheMeanOfTheHalfInTheMiddleAndHalfOfItsWidth() {
    Typical typical = Typical.of(8, 1, 3, 1000, 4, 5, 2, 6); // 3 4 5 6 are the middle

    assertThat(typical.value()).isEqualTo(4.5);
    assertThat(typical.spread()).isEqualTo(1.5);
  }

  @Test
  void aQuarterOfWildRunsHardlyMovesIt() {
    Random random = new Random(1);
    double[] calm = random.doubles(400, 99, 101).toArray();
    double[] disturbed = calm.clone();
    for (int i = 0; i < 100; i++) {
      disturbed[4 * i] *= 50;
    }

    assertThat(Typical.of(disturbed).value()).isCloseTo(Typical.of(calm).value(), within(0.5));
  }

  @Test
  void isFinerThanTheTickOfTheClock() {
    Random random = new Random(2);
    // From 6.4 to 7.4, read as 6 or 7.
    double[] ticks = random.doubles(10_000, 6.4, 7.4).map(Math::floor).toArray();

    assertThat(Typical.of(ticks).value()).isBetween(6.2, 6.4); // 0.5 less, as every reading is
  }

  @Test
  void ofNothingIsNothing() {
    assertThatThrownBy(Typical::of).hasMessage("nothing was measured");
  }
}
