package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import netadapt.rank.RankPlan;
import netadapt.run.Costs;
import netadapt.run.RankRow;
import netadapt.run.RankTerms;
import netadapt.run.WrittenArchitecture;
import netadapt.settings.NetworkFile;
import org.junit.jupiter.api.Test;

class RankNetworksTest {
  private static final RankNetworks THREE =
      RankNetworks.draw(
          NetworkFile.open("mnist").network(),
          new RankPlan(3, 2, 0.3, 0.7, OptionalInt.empty(), 1));

  private static RankRow trained(int network, int training) {
    return new RankRow(
        "run",
        network,
        training,
        new WrittenArchitecture("mnist", List.of()),
        "id",
        new Costs(1, 1, Map.of()),
        OptionalDouble.of(0.5),
        10,
        OptionalDouble.of(0.5),
        10,
        new RankTerms(0.3, 0.7, 1, 8, "random", "test", "top-1", "running", 0, "digits", "w1"),
        1,
        "driver");
  }

  /** Number of the network and of the training. */
  private static List<List<Integer>> missing(List<RankRow> rows, int trainings) {
    return THREE.missing(rows, trainings).stream()
        .map(one -> List.of(one.network(), one.number()))
        .toList();
  }

  @Test
  void everyNetworkIsTrainedOnceBeforeOneIsTrainedTwice() {
    assertThat(missing(List.of(), 2))
        .containsExactly(
            List.of(0, 0),
            List.of(1, 0),
            List.of(2, 0),
            List.of(0, 1),
            List.of(1, 1),
            List.of(2, 1));
  }

  @Test
  void whatWasTrainedIsNotTrainedAgain() {
    List<RankRow> rows = List.of(trained(0, 0), trained(2, 0), trained(0, 1));

    assertThat(missing(rows, 1)).containsExactly(List.of(1, 0));
    assertThat(missing(rows, 2)).containsExactly(List.of(1, 0), List.of(1, 1), List.of(2, 1));
    assertThat(THREE.missing(rows, 1).get(0).architecture())
        .isEqualTo(THREE.architectures().get(1));
  }
}
