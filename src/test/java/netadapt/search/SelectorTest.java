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
            .mapToObj(i -> Sample.given(i, ANY, scoresAndResources[i][1]))
            .toList();
    List<Score> scores =
        IntStream.range(0, scoresAndResources.length)
            .mapToObj(i -> new Score(i, scoresAndResources[i][0], 0, 0, 10, false, 0, 0, "test"))
            .toList();
    return best(selector, samples, scores);
  }

  private static OptionalInt best(Selector selector, List<Sample> samples, List<Score> scores) {
    Score parent = new Score(0, 0.8, 0, 0, 10, false, 0, 0, "test");
    List<Scored> scored =
        IntStream.range(0, samples.size())
            .mapToObj(i -> new Scored(1, samples.get(i), scores.get(i)))
            .toList();
    return selector
        .best(scored, new Scored(0, Sample.given(0, ANY, 100), parent), one -> one.score().value())
        .map(best -> OptionalInt.of(best.sample().index()))
        .orElse(OptionalInt.empty());
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
    List<Sample> samples = List.of(Sample.given(0, ANY, 90), Sample.given(1, ANY, 90));
    List<Score> scores =
        List.of(
            new Score(0, 0.9, 0, 9, 10, true, 0, 0, "test"),
            new Score(1, 0.8, 0, 80, 100, false, 0, 0, "test"));

    assertThat(best(HIGHEST_SCORE, samples, scores)).hasValue(1);
    assertThat(best(HIGHEST_SCORE, samples.subList(0, 1), scores)).isEmpty();
  }
}
