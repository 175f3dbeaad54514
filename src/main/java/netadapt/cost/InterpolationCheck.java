package netadapt.cost;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import netadapt.cost.CostTable.Row;

/**
 * Whether costs between the rows of a table may be interpolated: each row is compared with the line
 * between its neighbours, those with fewer and more input or output channels that are else alike.
 */
public final class InterpolationCheck {
  private double cost;
  private double error;

  private InterpolationCheck() {}

  /**
   * How far the lines are off, as a share of the costs of all rows that lie between others.
   *
   * @return at least 0; not a number if no row lies between others
   */
  public static double error(CostTable table) {
    InterpolationCheck check = new InterpolationCheck();
    // Lines along the inputs, along the outputs, and where both are one.
    check.compare(table, operator -> operator.with(0, operator.outputs()), Operator::inputs);
    check.compare(table, operator -> operator.with(operator.inputs(), 0), Operator::outputs);
    check.compare(
        table,
        operator -> operator.inputs() == operator.outputs() ? operator.with(0, 0) : operator,
        Operator::inputs);
    return check.error / check.cost;
  }

  /**
   * @param line says which rows are on one line
   * @param place of a row on its line
   */
  private void compare(
      CostTable table, UnaryOperator<Operator> line, ToIntFunction<Operator> place) {
    Map<Operator, NavigableMap<Integer, Double>> lines = new HashMap<>();
    for (Row row : table.rows()) {
      lines
          .computeIfAbsent(line.apply(row.operator()), none -> new TreeMap<>())
          .put(place.applyAsInt(row.operator()), row.cost());
    }
    lines.values().forEach(this::compare);
  }

  private void compare(NavigableMap<Integer, Double> costs) {
    costs.forEach(
        (channels, known) -> {
          Map.Entry<Integer, Double> less = costs.lowerEntry(channels);
          Map.Entry<Integer, Double> more = costs.higherEntry(channels);
          if (less != null && more != null) {
            double share = (double) (channels - less.getKey()) / (more.getKey() - less.getKey());
            double between = less.getValue() + share * (more.getValue() - less.getValue());
            cost += known;
            error += Math.abs(between - known);
          }
        });
  }
}
