package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunResultsTest {
  /** As builds up to now have written it. */
  private static final String FILE =
      """
      {
        "seconds" : {
          "prepare" : 9.2,
          "search" : 19.4
        },
        "network" : "mnist",
        "classes" : 10,
        "metric" : "macs",
        "initial" : {
          "architecture_id" : "i",
          "macs" : 849936,
          "params" : 21122,
          "score" : 0.739,
          "shared_test_accuracy" : 0.718
        },
        "found" : [ {
          "budget" : 424968.0,
          "architecture_id" : "f",
          "macs" : 423084,
          "params" : 12516,
          "score" : 0.759,
          "shared_test_accuracy" : 0.744,
          "test_accuracy" : 0.97
        } ],
        "trained" : "f",
        "exported" : "f"
      }
      """;

  @TempDir java.nio.file.Path local;
  private RunDirectory directory;

  @BeforeEach
  void name() {
    directory = new RunDirectory(local.resolve("run").toString(), new Configuration());
  }

  private static NetworkResult network(String id) {
    return new NetworkResult(
        id,
        new Costs(100, 10, Map.of("latency_ms", 0.25, "energy_mj", 3.0)),
        OptionalDouble.empty(),
        OptionalDouble.of(0.5),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  @Test
  void aFileOfAnEarlierBuildIsRead() {
    directory.commitText(directory.results(), FILE);
    RunResults results = RunResults.read(directory);
    assertThat(results.network()).contains("mnist");
    assertThat(results.classes()).hasValue(10);
    assertThat(results.metric()).contains("macs");
    assertThat(results.seconds())
        .containsExactly(Map.entry("prepare", 9.2), Map.entry("search", 19.4));
    assertThat(results.initial().orElseThrow().testAccuracy()).isEmpty();
    FoundNetwork found = results.found().get(0);
    assertThat(found.budget()).isEqualTo(424968);
    assertThat(found.network().macs()).isEqualTo(423084);
    assertThat(found.network().testAccuracy()).hasValue(0.97);
    assertThat(results.smallest()).contains(found.network());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    directory.commitText(directory.results(), FILE);
    RunResults results =
        RunResults.read(directory)
            .withTestImages(8000)
            .scaled(424_968, network("s"))
            .trained("s", "trained/s-seed-1", OptionalDouble.of(0.96), Map.of())
            .measured(Map.of("s", 0.2625));
    directory.delete(directory.results());
    results.write(directory);
    assertThat(RunResults.read(directory)).isEqualTo(results);
    NetworkResult scaled = results.found().get(0).scaled().orElseThrow();
    assertThat(scaled.measuredMillis()).hasValue(0.2625);
    assertThat(scaled.costs().of("latency_ms")).isEqualTo(0.25);
  }

  @Test
  void timesOfSeveralCallsAddUp() {
    RunResults results =
        RunResults.NONE
            .took("search", 1.23, Emission.of(1800, 4, 0.25))
            .took("search", 2.04, Emission.of(3600, 1, 0.5));
    assertThat(results.seconds()).containsExactly(Map.entry("search", 3.2));
    assertThat(results.emission()).isEqualTo(new Emission(3, 1));
    results.write(directory);
    assertThat(RunResults.read(directory).emission()).isEqualTo(new Emission(3, 1));
  }

  @Test
  void aNetworkFoundAgainKeepsItsTestsAndItsNewBudget() {
    RunResults before =
        RunResults.NONE
            .searched(
                "mnist",
                OptionalInt.of(10),
                "macs",
                network("i"),
                List.of(new FoundNetwork(50, network("f"))))
            .testedShared(Map.of("i", 0.7, "f", 0.8))
            .trained("f", "trained/f-seed-1", OptionalDouble.of(0.9), Map.of())
            .measured(Map.of("f", 1.5));
    RunResults again =
        before.searched(
            "mnist",
            OptionalInt.of(10),
            "macs",
            network("i"),
            List.of(
                new FoundNetwork(60, network("g")),
                new FoundNetwork(40, network("f")),
                new FoundNetwork(30, network("f"))));
    assertThat(again.initial().orElseThrow().sharedTestAccuracy()).hasValue(0.7);
    assertThat(again.found().get(0).network().testAccuracy()).isEmpty();
    assertThat(again.found().get(0).network().sharedTestAccuracy()).isEmpty();
    assertThat(again.found().get(2).network().sharedTestAccuracy()).hasValue(0.8);
    assertThat(again.found().get(1).network().testAccuracy()).hasValue(0.9);
    assertThat(again.found().get(1).network().training()).contains("trained/f-seed-1");
    assertThat(again.found().get(1).network().measuredMillis()).hasValue(1.5);
    assertThat(again.found()).extracting(FoundNetwork::budget).containsExactly(60.0, 40.0, 30.0);
  }

  @Test
  void aScaledNetworkStaysWithItsBudget() {
    List<FoundNetwork> landed = List.of(new FoundNetwork(50, network("f")));
    RunResults before =
        RunResults.NONE
            .searched("mnist", OptionalInt.of(10), "macs", network("i"), landed)
            .scaled(50, network("s"))
            .trained("s", "trained/s-seed-1", OptionalDouble.of(0.8), Map.of());
    RunResults again =
        before
            .searched(
                "mnist",
                OptionalInt.of(10),
                "macs",
                network("i"),
                List.of(new FoundNetwork(50, network("f")), new FoundNetwork(30, network("g"))))
            .scaled(50, network("s"));
    assertThat(again.found().get(0)).isEqualTo(before.found().get(0));
    assertThat(again.found().get(1).scaled()).isEmpty();
    assertThat(again.networks())
        .extracting(NetworkResult::architectureId)
        .containsExactly("i", "f", "s", "g");
  }

  @Test
  void everyNetworkIsTestedWithTheSharedWeights() {
    RunResults results =
        RunResults.NONE
            .searched(
                "mnist",
                OptionalInt.of(10),
                "macs",
                network("i"),
                List.of(new FoundNetwork(60, network("g")), new FoundNetwork(40, network("f"))))
            .testedShared(Map.of("i", 0.7, "g", 0.75, "f", 0.8))
            .testedShared(Map.of("g", 0.74));
    assertThat(results.initial().orElseThrow().sharedTestAccuracy()).hasValue(0.7);
    assertThat(results.found())
        .extracting(found -> found.network().sharedTestAccuracy().orElseThrow())
        .containsExactly(0.74, 0.8);
    assertThat(results.found())
        .allSatisfy(found -> assertThat(found.network().testAccuracy()).isEmpty());
  }

  @Test
  void aFileThatIsNoObjectIsNamed() {
    directory.commitText(directory.results(), "[]");
    assertThatThrownBy(() -> RunResults.read(directory))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("found/results.json is not a JSON object");
  }
}
