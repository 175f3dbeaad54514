package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static Score score(double value, double error) {
    return new Score(0, value, error, 0, 10, false, 0, 0, "test");
  }

  private static Spread spread(double error, double... values) {
    return Spread.of(Arrays.stream(values).mapToObj(value -> score(value, error)).toList());
  }

  @Test
  void theDeviationIsThatOfAChoiceOfScores() {
    assertThat(spread(0, 0.2, 0.4, 0.9).deviation())
        .isCloseTo(Math.sqrt((0.09 + 0.01 + 0.16) / 2), within(1e-12));
  }

  @Test
  void theErrorIsTheRootOfTheMeanSquare() {
    assertThat(Spread.of(List.of(score(0.5, 0.3), score(0.5, 0.4))).error())
        .isCloseTo(Math.sqrt(0.125), within(1e-12));
  }

  @Test
  void oneScoreHasNoDeviation() {
    assertThat(spread(0.1, 0.5)).isEqualTo(new Spread(0, 0.1));
  }

  @Test
  void noScoreHasNoSpread() {
    assertThat(Spread.of(List.of())).isEqualTo(new Spread(0, 0));
  }

  @Test
  void whatFailedOrWasDroppedDoesNotCount() {
    Score dropped = new Score(0, 9, 9, 0, 1, true, 0, 0, "test");
    List<Score> scores =
        Stream.of(score(0.2, 0.1), score(0.4, 0.1), dropped, Score.failed(0, 1, "test")).toList();

    assertThat(Spread.of(scores)).isEqualTo(spread(0.1, 0.2, 0.4));
  }

  @Test
  void scoresAreDrownedWhereMostOfTheirVarianceIsNoise() {
    assertThat(spread(0.08, 0.4, 0.5, 0.6).drowned()).isTrue();
    assertThat(spread(0.06, 0.4, 0.5, 0.6).drowned()).isFalse();
    assertThat(spread(0, 0.5, 0.5).drowned()).isFalse();
  }
}
