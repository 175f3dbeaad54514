package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import netadapt.run.Costs;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import org.junit.jupiter.api.Test;

class ShrinkingGainTest {
  private static NetworkResult network(String id, long macs, Map<String, Double> further) {
    return new NetworkResult(
        id,
        new Costs(macs, 1, further),
        OptionalDouble.empty(),
        OptionalDouble.of(0.5),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  private static RunResults searched(Map<String, Double> initial, Map<String, Double> found) {
    return RunResults.NONE.searched(
        "tiny",
        OptionalInt.of(10),
        "macs",
        network("i", 300, initial),
        List.of(new FoundNetwork(100, network("f", 100, found))));
  }

  @Test
  void ofMacsAloneNothingIsSaidTwice() {
    assertThat(ShrinkingGain.lines(searched(Map.of(), Map.of()))).isEmpty();
    assertThat(ShrinkingGain.lines(RunResults.NONE)).isEmpty();
  }

  @Test
  void whatTablesAndMeasurementsSayStandsBesideTheMacs() {
    Map<String, Double> initial = new LinkedHashMap<>();
    initial.put("latency_ms", 4.0);
    initial.put("energy_mj", 9.0);
    Map<String, Double> found = Map.of("latency_ms", 2.0, "energy_mj", 6.0);
    RunResults results = searched(initial, found).measured(Map.of("i", 4.2, "f", 2.8));

    assertThat(ShrinkingGain.lines(results))
        .containsExactly(
            "found, 33.3% of the MACs: 3.00 times fewer MACs, 2.00 times less latency (ms), 1.50 times less energy"
                + " (mj), 1.50 times faster, measured here");
  }

  @Test
  void aNetworkWithFewerMacsThatTakesLongerIsSaidToBeSlower() {
    RunResults results =
        searched(Map.of("latency_ms", 2.0), Map.of("latency_ms", 3.0))
            .measured(Map.of("i", 2.0, "f", 2.5));

    assertThat(ShrinkingGain.lines(results))
        .containsExactly(
            "found, 33.3% of the MACs: 3.00 times fewer MACs, 1.50 times more latency (ms), 1.25 times slower,"
                + " measured here");
  }

  @Test
  void whatIsNotKnownOfBothIsLeftOut() {
    RunResults results = searched(Map.of("latency_ms", 4.0), Map.of()).measured(Map.of("f", 2.8));

    assertThat(ShrinkingGain.lines(results)).isEmpty();
  }
}
