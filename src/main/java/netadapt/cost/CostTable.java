package netadapt.cost;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * What the operators of networks cost on a device, such as milliseconds or millijoules: a network
 * costs the sum.
 *
 * @param metric name of the column, which ends in the unit: {@code latency_ms}
 * @param about what the table is of, by {@link #ABOUT}
 * @param rows one per operator
 */
public record CostTable(String metric, Map<String, String> about, List<Row> rows) {
  /** What a table says of itself, where it is known. */
  public static final List<String> ABOUT =
      List.of("network", "device", "processor", "threads", "batch", "runtime", "between");

  /** What is between rows: the line from one to the next, as long as a table does not say else. */
  private static final String BETWEEN = "between";

  private static final String LINEAR = "linear";
  private static final String UNKNOWN = "unknown";

  /**
   * @throws IllegalArgumentException if what the table says of itself cannot be
   */
  public CostTable {
    String between = about.getOrDefault(BETWEEN, LINEAR);
    if (!between.equals(LINEAR) && !between.equals(UNKNOWN)) {
      throw new IllegalArgumentException(
          "%s is %s but must be %s or %s".formatted(BETWEEN, between, LINEAR, UNKNOWN));
    }
    about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
    rows = List.copyOf(rows);
  }

  /**
   * One operator's cost.
   *
   * @param cost what is typical of the networks that have it, at least 0
   * @param spread half of the width of the half in the middle of these; 0 for a cost that was not
   *     measured
   * @param runs that were measured; 0 for a cost that was not
   */
  public record Row(Operator operator, double cost, double spread, int runs) {}

  /** The unit: what follows the last underscore of the metric. */
  public String unit() {
    return metric.substring(metric.lastIndexOf('_') + 1);
  }

  /**
   * The same costs in another unit.
   *
   * @param otherMetric which ends in it
   * @param factor how many of it are one of this table's
   */
  public CostTable in(String otherMetric, double factor) {
    List<Row> others =
        rows.stream()
            .map(
                row ->
                    new Row(row.operator(), factor * row.cost(), factor * row.spread(), row.runs()))
            .toList();
    return new CostTable(otherMetric, about, others);
  }

  /** The same table, which says something more of itself. */
  public CostTable with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(about);
    more.put(key, value);
    return new CostTable(metric, more, rows);
  }

  /** The same table, which says whether costs between its rows are on the line between these. */
  public CostTable withInterpolation(boolean linear) {
    return with(BETWEEN, linear ? LINEAR : UNKNOWN);
  }

  /** Whether costs between rows are on the line between these. */
  public boolean interpolated() {
    return !UNKNOWN.equals(about.get(BETWEEN));
  }

  /** Makes costs of operators quick to find. */
  Index index() {
    return new Index(this);
  }

  /** Costs by operator. */
  static final class Index {
    private final Map<Operator, Double> costs = new HashMap<>();
    private final boolean interpolated;

    /** Channels that rows have, of operators that are else alike. */
    private final Map<Operator, NavigableSet<Integer>> inputs = new HashMap<>();

    private final Map<Operator, NavigableSet<Integer>> outputs = new HashMap<>();

    private Index(CostTable table) {
      interpolated = table.interpolated();
      for (Row row : table.rows()) {
        Operator operator = row.operator();
        costs.put(operator, row.cost());
        Operator alike = operator.with(0, 0);
        inputs.computeIfAbsent(alike, none -> new TreeSet<>()).add(operator.inputs());
        outputs.computeIfAbsent(alike, none -> new TreeSet<>()).add(operator.outputs());
      }
    }

    /**
     * An operator's cost: its row's or, if the table is interpolated, between the nearest rows with
     * fewer and more channels, linearly. Never beyond the rows.
     *
     * @return empty if rows for that are missing
     */
    OptionalDouble of(Operator operator) {
      Double known = costs.get(operator);
      if (known != null) {
        return OptionalDouble.of(known);
      }
      Operator alike = operator.with(0, 0);
      if (!interpolated || !inputs.containsKey(alike)) {
        return OptionalDouble.empty();
      }
      Between in = Between.of(inputs.get(alike), operator.inputs());
      Between out = Between.of(outputs.get(alike), operator.outputs());
      if (in == null || out == null) {
        return OptionalDouble.empty();
      }
      double cost = between(alike, in, out);
      return Double.isNaN(cost) ? OptionalDouble.empty() : OptionalDouble.of(cost);
    }

    /**
     * In the square of the four rows around or, where one of them cannot be, in the triangle of the
     * others: no depthwise layer gives more channels than it reads.
     *
     * @return not a number if rows are missing
     */
    private double between(Operator alike, Between in, Between out) {
      double least = cost(alike, in.less, out.less);
      double most = cost(alike, in.more, out.more);
      double moreOut = cost(alike, in.less, out.more);
      double moreIn = cost(alike, in.more, out.less);
      if (Double.isNaN(moreOut) && Double.isNaN(moreIn) && in.share == out.share) {
        return in.mix(least, most); // as many out as in, always
      }
      if (Double.isNaN(moreOut) && out.share <= in.share) {
        return least + in.share * (moreIn - least) + out.share * (most - moreIn);
      }
      if (Double.isNaN(moreIn) && in.share <= out.share) {
        return least + out.share * (moreOut - least) + in.share * (most - moreOut);
      }
      return in.mix(out.mix(least, moreOut), out.mix(moreIn, most));
    }

    private double cost(Operator alike, int inputs, int outputs) {
      return costs.getOrDefault(alike.with(inputs, outputs), Double.NaN);
    }
  }

  /**
   * A number between two that are known.
   *
   * @param less the greatest known one that is not greater
   * @param more the least one that is not less
   * @param share of the way from one to the other, from 0 to 1
   */
  private record Between(int less, int more, double share) {
    /**
     * @return {@code null} if one of them is missing
     */
    static Between of(NavigableSet<Integer> known, int number) {
      Integer less = known.floor(number);
      Integer more = known.ceiling(number);
      if (less == null || more == null) {
        return null;
      }
      double share = less.equals(more) ? 0 : (double) (number - less) / (more - less);
      return new Between(less, more, share);
    }

    double mix(double atLess, double atMore) {
      return atLess + share * (atMore - atLess);
    }
  }
}
