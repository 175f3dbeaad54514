package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import netadapt.report.TrainingCurve.Point;
import netadapt.report.TrainingCurve.Scored;
import netadapt.run.TrainingLogRow;
import org.junit.jupiter.api.Test;

class TrainingCurveTest {
  private static TrainingLogRow row(int round, double loss, OptionalDouble accuracy) {
    return new TrainingLogRow(
        round,
        0,
        8L * (round + 1),
        512,
        0.1 / (round + 1),
        loss,
        2,
        0,
        1,
        1,
        256,
        accuracy,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  @Test
  void aPointOfSeveralRoundsHasTheirMeanLossAndTheLastOnesStepAndRate() {
    TrainingCurve curve =
        new TrainingCurve(
            "one", IntStream.range(0, 5).mapToObj(i -> row(i, i, OptionalDouble.empty())).toList());
    assertThat(curve.points(2))
        .containsExactly(new Point("one", 24, 1, 0.1 / 3), new Point("one", 40, 3.5, 0.02));
  }

  @Test
  void aTrainingOfFewRoundsHasAPointForEach() {
    TrainingCurve curve = new TrainingCurve("one", List.of(row(0, 2.5, OptionalDouble.empty())));
    assertThat(curve.points(400)).containsExactly(new Point("one", 8, 2.5, 0.1));
    assertThat(new TrainingCurve("none", List.of()).points(400)).isEmpty();
  }

  @Test
  void onlyRoundsThatWereScoredHaveAnAccuracy() {
    TrainingCurve curve =
        new TrainingCurve(
            "one", List.of(row(0, 2, OptionalDouble.empty()), row(1, 1, OptionalDouble.of(0.5))));
    assertThat(curve.accuracies()).containsExactly(new Scored("one", 16, 0.5));
    assertThat(curve.sharedAccuracies()).containsExactly(new Scored("full", 16, 0.5));
  }
}
