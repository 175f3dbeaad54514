package netadapt.job;

import java.util.ArrayList;
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
  private static final StructType SCHEMA =
      new StructType()
          .add("network", DataTypes.StringType, false)
          .add("budget", DataTypes.DoubleType)
          .add("architecture_id", DataTypes.StringType, false)
          .add("macs", DataTypes.LongType, false)
          .add("params", DataTypes.LongType, false)
          .add("score", DataTypes.DoubleType)
          .add("shared_test_accuracy", DataTypes.DoubleType)
          .add("training", DataTypes.StringType)
          .add("test_accuracy", DataTypes.DoubleType);

  private ResultTable() {}

  /** The table; no rows before a search is over. */
  public static Dataset<Row> of(RunResults results, SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    results.initial().ifPresent(initial -> rows.add(row("initial", null, initial)));
    for (FoundNetwork found : results.found()) {
      rows.add(row("found", found.budget(), found.network()));
      found.scaled().ifPresent(scaled -> rows.add(row("scaled", found.budget(), scaled)));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }

  private static Row row(String name, Double budget, NetworkResult network) {
    return RowFactory.create(
        name,
        budget,
        network.architectureId(),
        network.macs(),
        network.params(),
        value(network.score()),
        value(network.sharedTestAccuracy()),
        network.training().orElse(null),
        value(network.testAccuracy()));
  }

  /** Spark's form of a number that may be missing. */
  private static Double value(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() : null;
  }
}
