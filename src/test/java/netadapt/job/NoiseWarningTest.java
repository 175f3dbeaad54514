package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.cost.PaperNetworks;
import netadapt.search.ChooseBy;
import netadapt.search.Expectation;
import netadapt.search.Iteration;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.Scored;
import netadapt.search.Stage;
import netadapt.task.ScoreUnit;
import org.junit.jupiter.api.Test;

class NoiseWarningTest {
  private static final Architecture ANY = PaperNetworks.tiny().full();

  /** An iteration whose scores have a standard error of one point. */
  private static Iteration iteration(int index, double... scores) {
    List<Sample> samples =
        IntStream.range(0, scores.length).mapToObj(i -> Sample.given(i, ANY, 100)).toList();
    List<Score> measured =
        IntStream.range(0, scores.length)
            .mapToObj(i -> new Score(i, scores[i], 0.01, 0, 500, false, 0, 0, ""))
            .toList();
    Expectation any = new Expectation(0.5, 0.01);
    return new Iteration(
        index,
        new Stage(Stage.Kind.DESCENT, 100, 100),
        samples,
        measured,
        samples.stream().map(sample -> OptionalDouble.empty()).toList(),
        samples.stream().map(sample -> any).toList(),
        new Scored(index, samples.get(0), measured.get(0)),
        any,
        0);
  }

  private static Iteration drowned(int index) {
    return iteration(index, 0.5, 0.51, 0.52); // a standard deviation of one point
  }

  private static Iteration clear(int index) {
    return iteration(index, 0.5, 0.52, 0.54);
  }

  @Test
  void noiseInMostIterationsIsToldWithItsNumbersAndWhatToRaise() {
    List<Iteration> search = List.of(iteration(0, 0.9), drowned(1), clear(2), drowned(3));
    assertThat(NoiseWarning.of(search, ScoreUnit.SHARE, ChooseBy.SCORE, 500, 4000))
        .contains(
            "noise drowned the differences between samples in 2 of 3 iterations: the standard"
                + " deviation of their scores is 1.00 points, the standard error of a score 1.00"
                + " points (medians). In a new run directory, raise data.held-out from 500 to 2,000,"
                + " which halves the error, or set search.choose-by = expected");
  }

  @Test
  void noiseInHalfOfTheIterationsIsNotTold() {
    List<Iteration> search = List.of(iteration(0, 0.9), drowned(1), clear(2));
    assertThat(NoiseWarning.of(search, ScoreUnit.SHARE, ChooseBy.SCORE, 500, 4000)).isEmpty();
  }

  @Test
  void iterationsWithOneSampleDoNotCount() {
    List<Iteration> search = List.of(iteration(0, 0.9), iteration(1, 0.5), iteration(2, 0.4));
    assertThat(NoiseWarning.of(search, ScoreUnit.SHARE, ChooseBy.SCORE, 500, 4000)).isEmpty();
  }

  @Test
  void whoChoosesByExpectedScoresIsNotToldToDoSo() {
    List<Iteration> search = List.of(iteration(0, 0.9), drowned(1));
    assertThat(NoiseWarning.of(search, ScoreUnit.SHARE, ChooseBy.EXPECTED, 500, 4000).orElseThrow())
        .contains("raise data.held-out from 500 to 2,000")
        .doesNotContain("choose-by");
  }

  @Test
  void nobodyIsToldToHoldOutMoreImagesThanThereAre() {
    List<Iteration> search = List.of(iteration(0, 0.9), drowned(1));
    assertThat(NoiseWarning.of(search, ScoreUnit.SHARE, ChooseBy.SCORE, 500, 1000).orElseThrow())
        .endsWith("In a new run directory, set search.choose-by = expected");
    assertThat(NoiseWarning.of(search, ScoreUnit.SHARE, ChooseBy.EXPECTED, 500, 1000).orElseThrow())
        .endsWith("In a new run directory, score on more images than these 500");
  }
}
