package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import netadapt.run.Costs;
import netadapt.run.Emission;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import netadapt.task.Classification;
import netadapt.task.TopK;
import org.junit.jupiter.api.Test;

class EndTableTest {
  private static String printed(RunResults results) {
    return printed(results, false);
  }

  private static String printed(RunResults results, boolean fineTuned) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    EndTable.print(
        results,
        fineTuned,
        new Classification(),
        new TopK(1),
        new Console(out, false, () -> 80, InstantSource.system()));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static NetworkResult network(String id, long macs, double score) {
    return network(id, macs, Map.of(), score);
  }

  private static NetworkResult network(
      String id, long macs, Map<String, Double> further, double score) {
    return new NetworkResult(
        id,
        new Costs(macs, 20000, further),
        OptionalDouble.empty(),
        OptionalDouble.of(score),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  @Test
  void latencyStandsBesideTheMacsAsTheTableSaysAndAsItWasMeasured() {
    RunResults results =
        RunResults.NONE
            .searched(
                "cifar10",
                OptionalInt.of(10),
                "latency_ms",
                network("i", 10_000_000, Map.of("latency_ms", 0.4), 0.75),
                List.of(
                    new FoundNetwork(
                        0.2, network("f", 4_000_000, Map.of("latency_ms", 0.1985), 0.74))))
            .scaled(0.2, network("s", 5_000_000, Map.of(), 0.7))
            .measured(Map.of("i", 0.41, "f", 0.205));

    assertThat(printed(results))
        .contains(
            """
            network        MACs  of initial  parameters  latency (ms)  of initial  measured (ms)  held-out*  test*  test, trained
            initial  10,000,000      100.0%      20,000  0.4           100.0%      0.41              75.00%  -      -
            found     4,000,000       40.0%      20,000  0.199         49.6%       0.205             74.00%  -      -
            scaled    5,000,000       50.0%      20,000  -             -           -                 70.00%  -      -
            * accuracy with the weights that all sub-networks share
            found, 40.0% of the MACs: 2.50 times fewer MACs, 2.02 times less latency (ms), 2.00 times faster, measured here
            """);
  }

  @Test
  void networksAndTimesAreAligned() {
    RunResults results =
        RunResults.NONE
            .took("prepare", 9.2, Emission.NONE)
            .searched(
                "mnist",
                OptionalInt.of(10),
                "macs",
                network("i", 849_936, 0.739),
                List.of(
                    new FoundNetwork(637_452, network("g", 626_214, 0.766)),
                    new FoundNetwork(424_968, network("f", 423_084, 0.759))))
            .scaled(424_968, network("s", 414_000, 0.5))
            .testedShared(Map.of("i", 0.718, "f", 0.744, "g", 0.749, "s", 0.7))
            .trained("i", "trained/i-seed-1", OptionalDouble.of(0.9725), Map.of())
            .trained("f", "trained/f-seed-1", OptionalDouble.of(0.97), Map.of())
            .trained("s", "trained/s-seed-1", OptionalDouble.of(0.961), Map.of())
            .withTestImages(8000)
            .took("train", 65.2, Emission.of(65.2, 2, 0.2844));
    assertThat(printed(results))
        .isEqualTo(
            """

            network     MACs  of initial  parameters  held-out*   test*  test, trained
            initial  849,936      100.0%      20,000     73.90%  71.80%  97.25%
            found    626,214       73.7%      20,000     76.60%  74.90%  -
            found    423,084       49.8%      20,000     75.90%  74.40%  97.00%
            scaled   414,000       48.7%      20,000     50.00%  70.00%  96.10%
            * accuracy with the weights that all sub-networks share
            held-out images chose the networks, test images did not: compare networks by test*
            found, 49.8% of the MACs, trained: 0.25 ± 0.52 points less than the initial network
            found, 49.8% of the MACs, trained: 0.90 ± 0.57 points more than the uniformly scaled one
            ±: 95% interval by the 8,000 test images; with another seed of the training they differ, too

            step            time
            prepare        9.2 s
            train     1 min 05 s
            together  1 min 14 s
            estimated CO2: 0.0103 pounds, for 0.0362 device hours

            """);
  }

  @Test
  void networksThatAreNotTestedYetHaveDashes() {
    RunResults searched =
        RunResults.NONE.searched(
            "mnist",
            OptionalInt.of(10),
            "macs",
            network("i", 849_936, 0.739),
            List.of(new FoundNetwork(424_968, network("f", 423_084, 0.759))));
    assertThat(printed(searched))
        .contains("found    423,084       49.8%      20,000     75.90%  -      -\n")
        .doesNotContain("compare");
  }

  @Test
  void scoresOfFineTunedNetworksAreNotSaidToBeOfSharedWeights() {
    RunResults searched =
        RunResults.NONE.searched(
            "mnist",
            OptionalInt.of(10),
            "macs",
            network("i", 849_936, 0.739),
            List.of(new FoundNetwork(424_968, network("f", 423_084, 0.759))));
    assertThat(printed(searched, true))
        .doesNotContain("held-out*")
        .contains("held-out: accuracy with the weights that the search has fine-tuned\n");
  }

  @Test
  void aRunWithoutASearchHasOnlyTimes() {
    assertThat(printed(RunResults.NONE.took("prepare", 9.2, Emission.NONE)))
        .contains("prepare   9.2 s")
        .doesNotContain("network");
  }
}
