package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.cost.MacCount;
import netadapt.search.Expectation;
import netadapt.search.Iteration;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.search.Scored;
import netadapt.search.Stage;
import netadapt.task.ScoreUnit;
import org.junit.jupiter.api.Test;

class SearchProgressTest {
  private final List<Double> fractions = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Integer> committed = new ArrayList<>();
  private final SearchProgress progress =
      new SearchProgress(
          (fraction, text) -> {
            fractions.add(fraction);
            texts.add(text);
          },
          new MacCount(),
          ScoreUnit.SHARE,
          iteration -> committed.add(iteration.index()));

  @Test
  void anIterationCountsOnceWhetherItRunsOrIsOver() {
    progress.iterationStarted(0, 100, 100, 1, 4);
    progress.scored(1);
    progress.iterationDone(iteration(0), List.of(), 3);
    progress.iterationStarted(1, 100, 90, 4, 3);
    progress.scored(2);
    progress.iterationDone(iteration(1), List.of(), 2);

    assertThat(fractions).containsExactly(0.0, 0.25, 0.25, 0.25, 0.375, 0.5);
  }

  @Test
  void whatIsBestComesBeforeTheTarget() {
    progress.iterationStarted(0, 100, 100, 1, 4);
    progress.iterationDone(iteration(0), List.of(), 3);
    progress.iterationStarted(1, 100, 90, 4, 3);
    progress.scored(2);

    assertThat(texts.get(1)).isEqualTo("iteration 0 done, best 50.00% at 100 MACs");
    assertThat(texts.get(3))
        .isEqualTo("iteration 1: 2 of 4 scored, best 50.00% at 100 MACs, target 90 MACs");
  }

  @Test
  void iterationsBeforeTheSearchWasResumedAreCommittedOnes() {
    progress.resumed(List.of(iteration(0), iteration(1)));
    progress.iterationStarted(2, 100, 90, 4, 3);
    progress.iterationDone(iteration(2), List.of(), 2);

    assertThat(committed).containsExactly(0, 1, 2);
  }

  private static Iteration iteration(int index) {
    Architecture architecture = new Architecture("any", List.of(new LayerSize(1, 1)));
    Sample sample = Sample.given(0, architecture, 100);
    Score score = new Score(0, 0.5, 0, 1, 2, false, 0, 0, "");
    Expectation expected = new Expectation(0.5, 0);
    return new Iteration(
        index,
        new Stage(Stage.Kind.INITIAL, 100, 100),
        List.of(sample),
        List.of(score),
        List.of(OptionalDouble.empty()),
        List.of(expected),
        new Scored(index, sample, score),
        expected,
        0);
  }
}
