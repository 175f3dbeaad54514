package netadapt.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A run's networks as a table: the initial one, which has no budget, then for each budget the one
 * found and, where it was trained, the uniformly scaled one.
 */
public final class ResultTable {
  private ResultTable() {}

  /** The table; no rows before a search is over. */
  public static Dataset<Row> of(RunResults results, SparkSession spark) {
    List<String> further =
        results.initial().map(one -> List.copyOf(one.costs().further().keySet())).orElse(List.of());
    List<Row> rows = new ArrayList<>();
    results.initial().ifPresent(initial -> rows.add(row("initial", null, initial, further)));
    for (FoundNetwork found : results.found()) {
      rows.add(row("found", found.budget(), found.network(), further));
      found.scaled().ifPresent(scaled -> rows.add(row("scaled", found.budget(), scaled, further)));
    }
    return spark.createDataFrame(rows, schema(further));
  }

  private static StructType schema(List<String> further) {
    StructType schema =
        new StructType()
            .add("network", DataTypes.StringType, false)
            .add("budget", DataTypes.DoubleType)
            .add("architecture_id", DataTypes.StringType, false)
            .add("macs", DataTypes.LongType, false)
            .add("params", DataTypes.LongType, false);
    for (String metric : further) {
      schema = schema.add(metric, DataTypes.DoubleType);
    }
    return schema
        .add("measured_ms", DataTypes.DoubleType)
        .add("score", DataTypes.DoubleType)
        .add("shared_test_accuracy", DataTypes.DoubleType)
        .add("training", DataTypes.StringType)
        .add("test_accuracy", DataTypes.DoubleType);
  }

  private static Row row(String name, Double budget, NetworkResult network, List<String> further) {
    List<Object> cells = new ArrayList<>();
    Collections.addAll(
        cells, name, budget, network.architectureId(), network.macs(), network.params());
    further.forEach(metric -> cells.add(network.costs().further().get(metric)));
    Collections.addAll(
        cells,
        value(network.measuredMillis()),
        value(network.score()),
        value(network.sharedTestAccuracy()),
        network.training().orElse(null),
        value(network.testAccuracy()));
    return RowFactory.create(cells.toArray());
  }

  /** Spark's form of a number that may be missing. */
  private static Double value(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() : null;
  }
}
