package netadapt.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.SubNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.cost.Resource;
import netadapt.run.ParquetTable.Column;
import netadapt.run.ParquetTable.Type;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * What a sub-network costs.
 *
 * @param macs multiply-accumulates per image
 * @param params parameters
 * @param further costs by their columns, which name the unit ({@code latency_ms}), in the order of
 *     the table
 */
public record Costs(long macs, long params, Map<String, Double> further) {
  private static final String MACS = new MacCount().name();
  private static final String PARAMS = new ParameterCount().name();

  public Costs {
    further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
  }

  /**
   * One of the costs.
   *
   * @param column {@code macs}, {@code params} or one of the further ones
   * @throws IllegalArgumentException if there is no such column
   */
  public double of(String column) {
    if (column.equals(MACS)) {
      return macs;
    }
    if (column.equals(PARAMS)) {
      return params;
    }
    Double value = further.get(column);
    if (value == null) {
      throw new IllegalArgumentException(
          "no cost is called %s; there are macs, params and %s"
              .formatted(column, further.keySet()));
    }
    return value;
  }

  /** Whether there is such a column. */
  public boolean has(String column) {
    return always(column) || further.containsKey(column);
  }

  /** Whether a metric is one that every table has: MACs or parameters. */
  static boolean always(String column) {
    return column.equals(MACS) || column.equals(PARAMS);
  }

  /** Counts MACs and parameters, and takes the further metrics. */
  static Costs of(SubNetwork network, List<Resource> further) {
    Map<String, Double> costs = new LinkedHashMap<>();
    further.forEach(metric -> costs.put(metric.name(), metric.of(network)));
    return new Costs(MacCount.count(network), ParameterCount.count(network), costs);
  }

  /** The columns of a table with these further costs. */
  static List<Field<Costs>> fields(List<String> further) {
    List<Field<Costs>> fields = new ArrayList<>();
    fields.add(Field.of(MACS, Type.LONG, Costs::macs));
    fields.add(Field.of(PARAMS, Type.LONG, Costs::params));
    for (String column : further) {
      fields.add(Field.of(column, Type.DOUBLE, costs -> costs.of(column)));
    }
    return fields;
  }

  /** The costs of a row with these further ones. */
  static Costs read(Cells row, List<String> further) {
    Map<String, Double> costs = new LinkedHashMap<>();
    further.forEach(column -> costs.put(column, row.number(column)));
    return new Costs(row.whole(MACS), row.whole(PARAMS), costs);
  }

  /** The further costs among a file's columns: the numbers that stand right behind the others. */
  static List<String> further(List<Column> columns) {
    return columns.stream()
        .dropWhile(column -> !column.name().equals(PARAMS))
        .skip(1)
        .takeWhile(column -> column.type() == Type.DOUBLE && !column.name().equals("score"))
        .map(Column::name)
        .toList();
  }
}
