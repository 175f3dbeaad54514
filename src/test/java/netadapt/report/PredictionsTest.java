package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import netadapt.run.Costs;
import netadapt.run.Provenance;
import netadapt.run.SampleRow;
import netadapt.run.WrittenArchitecture;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  private static SampleRow row(int iteration, String id, double predicted, OptionalDouble score) {
    return row(iteration, id, predicted, score, false);
  }

  private static SampleRow row(
      int iteration, String id, double predicted, OptionalDouble score, boolean dropped) {
    return new SampleRow(
        iteration,
        0,
        "descent",
        "shrink",
        List.of(),
        new WrittenArchitecture("mnist", List.of()),
        id,
        List.of(),
        List.of(),
        new Costs(1, 1, Map.of()),
        score,
        score.isPresent() ? OptionalDouble.of(0.03) : OptionalDouble.empty(),
        OptionalDouble.of(predicted),
        OptionalDouble.of(predicted),
        OptionalDouble.of(0.1),
        OptionalLong.of(0),
        100,
        dropped,
        new Provenance("r", "d", "w", 1, "top-1", "running", 0, 0, OptionalDouble.empty()),
        1,
        1,
        "driver",
        false);
  }

  @Test
  void errorIsTheRootMeanSquareOfTheDifferences() {
    Predictions predictions =
        Predictions.of(
            List.of(
                row(2, "a", 0.5, OptionalDouble.of(0.51)),
                row(3, "b", 0.7, OptionalDouble.of(0.63))));
    assertThat(predictions.networks()).isEqualTo(2);
    assertThat(predictions.error()).isCloseTo(0.05, within(1e-12)); // √((0.01² + 0.07²) / 2)
    assertThat(predictions.scoreError()).isCloseTo(0.03, within(1e-12));
    assertThat(predictions.correlation()).isCloseTo(1, within(1e-12));
  }

  @Test
  void onlyNetworksCountThatHadNoScoreAndGotAWholeOne() {
    Predictions predictions =
        Predictions.of(
            List.of(
                row(1, "early", 0.5, OptionalDouble.of(0.9)),
                row(2, "a", 0.5, OptionalDouble.of(0.5)),
                row(3, "early", 0.5, OptionalDouble.of(0.9)),
                row(3, "failed", 0.5, OptionalDouble.empty()),
                row(3, "raced", 0.5, OptionalDouble.of(0.1), true)));
    assertThat(predictions.networks()).isEqualTo(1);
    assertThat(predictions.error()).isZero();
  }

  @Test
  void nothingIsSaidWhereNothingWasPredicted() {
    Predictions predictions = Predictions.of(List.of());
    assertThat(predictions.networks()).isZero();
    assertThat(predictions.correlation()).isNaN();
    assertThat(predictions.error()).isNaN();
  }
}
