package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import netadapt.run.Costs;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import netadapt.task.ScoreUnit;
import org.junit.jupiter.api.Test;

class ShrinkingCostTest {
  private static final RunResults SEARCHED =
      RunResults.NONE.searched(
          "mnist",
          OptionalInt.of(10),
          "macs",
          network("i", 1000),
          List.of(
              new FoundNetwork(750, network("g", 740)), new FoundNetwork(500, network("f", 490))));

  private static NetworkResult network(String id, long macs) {
    return new NetworkResult(
        id,
        new Costs(macs, 1, Map.of()),
        OptionalDouble.empty(),
        OptionalDouble.of(0.5),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  private static RunResults trained(RunResults results, String id, double accuracy) {
    return results.trained(id, "trained/" + id, OptionalDouble.of(accuracy), Map.of());
  }

  @Test
  void scoresThatCountNoImagesAreBetterOrWorseWithoutAnInterval() {
    RunResults results = trained(trained(SEARCHED.withTestImages(500), "i", -1.25), "f", -1.5);

    assertThat(ShrinkingCost.lines(results, ScoreUnit.METRES))
        .containsExactly(
            "found, 49.0% of the MACs, trained: 0.250 m worse than the initial network");
  }

  @Test
  void scoresThatAreToldAlikeAreEquallyGood() {
    RunResults results = trained(trained(SEARCHED.withTestImages(500), "i", -1.25), "f", -1.2501);

    assertThat(ShrinkingCost.lines(results, ScoreUnit.METRES))
        .containsExactly("found, 49.0% of the MACs, trained: as good as the initial network");
  }

  @Test
  void intervalIsWilsons() {
    // 80 of 100: Wilson's interval is 71.1% to 86.7%.
    assertThat(ShrinkingCost.interval(0.8, 100)).isCloseTo((0.867 - 0.711) / 2, within(5e-4));
    assertThat(ShrinkingCost.interval(1, 100)).isPositive();
  }

  @Test
  void nothingIsSaidOfWhatIsNotTrained() {
    RunResults results = trained(SEARCHED.withTestImages(1000), "f", 0.9);
    assertThat(ShrinkingCost.lines(results, ScoreUnit.SHARE)).isEmpty();
    assertThat(ShrinkingCost.lines(RunResults.NONE, ScoreUnit.SHARE)).isEmpty();
  }

  @Test
  void withoutTestImagesNothingIsSaid() {
    assertThat(ShrinkingCost.lines(SEARCHED.withTestImages(0), ScoreUnit.SHARE)).isEmpty();
  }

  @Test
  void budgetsThatAreTrainedAreCompared() {
    RunResults results = trained(trained(SEARCHED.withTestImages(10_000), "i", 0.9), "f", 0.91);
    assertThat(ShrinkingCost.lines(results, ScoreUnit.SHARE))
        .containsExactly(
            "found, 49.0% of the MACs, trained: 1.00 ± 0.81 points more than the initial network",
            "±: 95% interval by the 10,000 test images; with another seed of the training they differ,"
                + " too");
  }

  @Test
  void equalAccuraciesAreSaidToBe() {
    RunResults results = trained(trained(SEARCHED.withTestImages(10_000), "i", 0.9), "f", 0.9);
    assertThat(ShrinkingCost.lines(results, ScoreUnit.SHARE))
        .contains(
            "found, 49.0% of the MACs, trained: as accurate as the initial network, ± 0.83 points");
  }
}
