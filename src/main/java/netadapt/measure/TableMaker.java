package netadapt.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.SubNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.CostTable.Row;
import netadapt.cost.InterpolationCheck;
import netadapt.cost.Operator;
import netadapt.cost.TableCost;
import netadapt.measure.OperatorTimes.NodeSum;
import netadapt.measure.TableCheck.Compared;

/** Makes a table of the times of networks. */
final class TableMaker {
  private static final String METRIC = "latency_ms";
  private static final double MICROS = 1e-3; // in milliseconds
  private static final double MOST_INTERPOLATION_ERROR = 0.05;

  private final MeasuredNetworks networks;
  private final Map<Integer, NetworkTimes> times;
  private final ProfileCorrection correction;

  /**
   * @param times of all networks, by their numbers
   */
  TableMaker(MeasuredNetworks networks, Map<Integer, NetworkTimes> times) {
    this.networks = networks;
    this.times = times;
    this.correction =
        ProfileCorrection.fit(
            times.values().stream().filter(one -> networks.isSource(one.network())).toList());
  }

  /**
   * The table: for each operator what is typical of the networks that have it.
   *
   * @param about what the table says of itself
   */
  CostTable table(Map<String, String> about) {
    Map<Operator, List<Double>> costs = new LinkedHashMap<>();
    Map<Operator, Integer> runs = new LinkedHashMap<>();
    for (int number = 0; number < networks.sources().size(); number++) {
      NetworkTimes network = times.get(number);
      Map<Operator, NodeSum> operators =
          OperatorTimes.of(networks.sources().get(number), network.nodes());
      operators.forEach(
          (operator, sum) -> {
            costs.computeIfAbsent(operator, none -> new ArrayList<>()).add(correction.correct(sum));
            runs.merge(operator, network.runs(), Integer::sum);
          });
    }
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(Operator.NETWORK, MICROS * correction.beside(), 0, 0));
    costs.forEach((operator, all) -> rows.add(row(operator, all, runs.get(operator))));
    CostTable sums = new CostTable(METRIC, about, rows);
    CostTable table = sums.in(METRIC, factor(sums));
    return table.withInterpolation(InterpolationCheck.error(table) <= MOST_INTERPOLATION_ERROR);
  }

  private static Row row(Operator operator, List<Double> micros, int runs) {
    Typical typical = Typical.of(micros.stream().mapToDouble(Double::doubleValue).toArray());
    return new Row(operator, MICROS * typical.value(), MICROS * typical.spread(), runs);
  }

  /**
   * How many times what its operators take together a random network takes. A little more than 1:
   * amid the sources, an operator's weights are more often in a cache.
   */
  private double factor(CostTable sums) {
    double[] shares =
        compare(sums, networks.calibrations(), networks.firstCalibration()).stream()
            .mapToDouble(one -> one.measured() / one.table())
            .toArray();
    return shares.length == 0 ? 1 : Typical.of(shares).value();
  }

  /** Compares a table with networks that it was not made from. */
  TableCheck check(CostTable table) {
    return new TableCheck(compare(table, networks.checks(), networks.firstCheck()));
  }

  private List<Compared> compare(CostTable table, List<SubNetwork> compared, int first) {
    TableCost cost = new TableCost(table, "the table");
    List<Compared> all = new ArrayList<>();
    for (SubNetwork network : compared) {
      double measured = MICROS * times.get(first + all.size()).micros();
      all.add(new Compared(cost.of(network), measured));
    }
    return all;
  }
}
