package netadapt.search;

import static netadapt.search.Selector.HIGHEST_SCORE;
import static netadapt.search.Selector.LEAST_LOSS_PER_SAVING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import org.junit.jupiter.api.Test;

class SelectorTest {
  private static final Architecture ANY = new Architecture("any", List.of());

  /** The winner among pairs of score and resource; the parent has score 0.8 and resource 100. */
  private static OptionalInt best(Selector selector, double[]... scoresAndResources) {
    List<Sample> samples =
        IntStream.range(0, scoresAndResources.length)
            .mapToObj(i -> new Sample(i, ANY, List.of(), scoresAndResources[i][1]))
            .toList();
    List<Score> scores =
        IntStream.range(0, scoresAndResources.length)
            .mapToObj(i -> new Score(i, scoresAndResources[i][0], 0, 10, false, 0, 0, "test"))
            .toList();
    return selector.best(samples, scores, 0.8, 100);
  }

  @Test
  void theHighestScoreWins() {
    assertThat(best(HIGHEST_SCORE, new double[][] {{0.5, 90}, {0.7, 95}, {0.6, 50}})).hasValue(1);
  }

  @Test
  void tiesGoToTheLowerResourceThenTheLowerIndex() {
    assertThat(best(HIGHEST_SCORE, new double[][] {{0.7, 90}, {0.7, 80}, {0.7, 80}})).hasValue(1);
    assertThat(best(LEAST_LOSS_PER_SAVING, new double[][] {{0.7, 90}, {0.6, 80}, {0.6, 80}}))
        .hasValue(1);
  }

  @Test
  void theLeastLossPerSavingWins() {
    assertThat(best(LEAST_LOSS_PER_SAVING, new double[][] {{0.7, 95}, {0.6, 50}, {0.65, 90}}))
        .hasValue(1);
  }

  @Test
  void scoresThatAreNoNumbersNeverWin() {
    double nan = Double.NaN;
    for (Selector selector : Selector.values()) {
      assertThat(best(selector, new double[][] {{nan, 10}, {0.1, 95}, {nan, 5}})).hasValue(1);
      assertThat(best(selector, new double[][] {{nan, 10}, {nan, 95}})).isEmpty();
    }
  }

  @Test
  void whoWasDroppedNeverWins() {
    List<Sample> samples =
        List.of(new Sample(0, ANY, List.of(), 90), new Sample(1, ANY, List.of(), 90));
    List<Score> scores =
        List.of(
            new Score(0, 0.9, 9, 10, true, 0, 0, "test"),
            new Score(1, 0.8, 80, 100, false, 0, 0, "test"));

    assertThat(HIGHEST_SCORE.best(samples, scores, 0.8, 100)).hasValue(1);
    assertThat(HIGHEST_SCORE.best(samples.subList(0, 1), scores, 0.8, 100)).isEmpty();
  }
}
