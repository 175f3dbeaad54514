package netadapt.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netadapt.arch.RandomNetworks;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.CostTable.Row;
import netadapt.cost.Operator;
import netadapt.cost.Operator.Kind;
import netadapt.cost.Operators;
import netadapt.cost.TableCost;
import org.junit.jupiter.api.Test;

class TableMakerTest {
  /** Costs that nothing but a row tells. */
  private static double micros(Operator operator) {
    return 10 + Math.floorMod(operator.toString().hashCode(), 1000) / 10.0;
  }

  private static MeasuredNetworks networks(RandomNetworks random) {
    SuperNetwork network = random.either();
    List<SubNetwork> checks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      checks.add(SubNetwork.of(network, network.narrowed(i + 1)));
    }
    return new MeasuredNetworks(network, Operators.covering(network), List.of(), checks);
  }

  @Test
  void ofAdditiveTimesEveryOperatorsCostIsFound() {
    for (long seed = 0; seed < 20; seed++) {
      MeasuredNetworks networks = networks(new RandomNetworks(seed));
      List<Timing> timings = MadeUpTimings.of(networks.all(), 2, TableMakerTest::micros);
      TableMaker maker = new TableMaker(networks, NetworkTimes.of(timings));
      CostTable table = maker.table(Map.of());

      for (Row row : table.rows()) {
        double wanted =
            row.operator().kind() == Kind.NETWORK ? MadeUpTimings.BESIDE : micros(row.operator());
        assertThat(row.cost()).as(row.operator().toString()).isCloseTo(wanted / 1000, within(1e-9));
      }
      TableCost cost = new TableCost(table, "table");
      cost.check(networks.network());
      assertThat(cost.of(networks.sources().get(1)))
          .isCloseTo(timings.get(1).micros() / 1000, within(1e-9));
    }
  }

  @Test
  void randomNetworksMakeTheSumsRightOnAverage() {
    SuperNetwork network = new RandomNetworks(1).network();
    List<SubNetwork> sources = Operators.covering(network);
    List<SubNetwork> calibrations = sources.subList(1, 5);
    MeasuredNetworks networks =
        new MeasuredNetworks(network, sources, calibrations, List.of(sources.get(6)));
    List<Timing> timings = new ArrayList<>(MadeUpTimings.of(sources, 2, TableMakerTest::micros));
    for (int number : List.of(1, 2, 3, 4, 6)) {
      Timing same = timings.get(number);
      timings.add(
          new Timing(
              sources.size() + Math.min(number, 5) - 1,
              0,
              10,
              1.1 * same.micros(),
              0,
              0,
              same.nodes()));
    }
    TableMaker maker = new TableMaker(networks, NetworkTimes.of(timings));

    assertThat(maker.check(maker.table(Map.of())).meanError()).isCloseTo(0, within(1e-9));
  }

  @Test
  void theCheckComparesNetworksThatTheTableWasNotMadeFrom() {
    SuperNetwork network = new RandomNetworks(1).network();
    List<SubNetwork> sources = Operators.covering(network);
    // On the grid, so that the table has their operators.
    List<SubNetwork> checks = sources.subList(1, 5);
    MeasuredNetworks networks = new MeasuredNetworks(network, sources, List.of(), checks);
    List<Timing> timings = new ArrayList<>(MadeUpTimings.of(sources, 2, TableMakerTest::micros));
    for (int i = 0; i < checks.size(); i++) {
      Timing same = timings.get(1 + i);
      double slower = 1.25 * same.micros();
      timings.add(new Timing(sources.size() + i, 0, 10, slower, 0, 0, same.nodes()));
    }
    TableMaker maker = new TableMaker(networks, NetworkTimes.of(timings));
    TableCheck check = maker.check(maker.table(Map.of()));

    assertThat(check.networks()).hasSize(4);
    assertThat(check.meanError()).isCloseTo(0.2, within(1e-6));
    assertThat(check.bias()).isCloseTo(-0.2, within(1e-6));
    assertThat(check.rankCorrelation()).isCloseTo(1, within(1e-9));
    assertThat(check)
        .hasToString("4 other networks: off by 20.0% on average, rank correlation 1.000");
  }
}
