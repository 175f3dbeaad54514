package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import netadapt.run.Costs;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import netadapt.task.Classification;
import netadapt.task.DeltaShare;
import netadapt.task.DepthEstimation;
import netadapt.task.TopK;
import org.junit.jupiter.api.Test;

class FurtherTestsTest {
  private static final RunResults SEARCHED =
      RunResults.NONE.searched(
          "rooms",
          OptionalInt.empty(),
          "macs",
          network("i"),
          List.of(new FoundNetwork(50, network("f"))));

  private static NetworkResult network(String id) {
    return new NetworkResult(
        id,
        new Costs(100, 10, Map.of()),
        OptionalDouble.empty(),
        OptionalDouble.of(0.5),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  @Test
  void everyMetricHasALineBesideTellingTheSameOfEveryPixel() {
    RunResults results =
        SEARCHED
            .trained("i", "trained/i", OptionalDouble.of(0.75), Map.of("negative-rmse", -0.5))
            .trained("f", "trained/f", OptionalDouble.of(0.7), Map.of("negative-rmse", -0.625))
            .withConstantTests(Map.of("delta-1", 0.25, "negative-rmse", -1.5));

    assertThat(FurtherTests.lines(results, new DepthEstimation(), new DeltaShare(1)))
        .containsExactly(
            "test, trained, delta-1: initial 75.00%, found 70.00%; the same for every pixel, the"
                + " mean of the training images, 25.00%",
            "test, trained, negative-rmse: initial -0.500 m, found -0.625 m; the same for every"
                + " pixel, the mean of the training images, -1.500 m");
  }

  @Test
  void theFirstFiveOfManyClassesHaveALine() {
    RunResults results =
        SEARCHED.trained("f", "trained/f", OptionalDouble.of(0.75), Map.of("top-5", 0.9));

    assertThat(FurtherTests.lines(results, new Classification(), new TopK(1)))
        .containsExactly("test, trained, top-5: found 90.00%");
  }

  @Test
  void whatTheTableHasIsNotRepeated() {
    RunResults results = SEARCHED.trained("i", "trained/i", OptionalDouble.of(0.75), Map.of());

    assertThat(FurtherTests.lines(results, new Classification(), new TopK(1))).isEmpty();
  }
}
