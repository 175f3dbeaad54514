package netadapt.job;

import java.util.List;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.run.NetworkResult;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.TrainingLogRow;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The tables of a run for Spark, as far as the run is. */
public final class RunDatasets {
  private final RunDirectory directory;
  private final SparkSession spark;

  public RunDatasets(RunDirectory directory, SparkSession spark) {
    this.directory = directory;
    this.spark = spark;
  }

  /**
   * The samples of all iterations that are committed, in order.
   *
   * @throws BadInput if the search has not begun
   */
  public Dataset<Row> samples() {
    List<Integer> committed = directory.iterations();
    if (committed.isEmpty()) {
      throw missing(directory, "samples", Step.SEARCH);
    }
    // An iteration that was cut short has left samples, too.
    return parquet(directory.samples())
        .where(functions.col("iteration").leq(committed.get(committed.size() - 1)))
        .orderBy("iteration", "sample");
  }

  /**
   * The winners of all iterations that are committed, in order.
   *
   * @throws BadInput if the search has not begun
   */
  public Dataset<Row> trajectory() {
    if (directory.iterations().isEmpty()) {
      throw missing(directory, "trajectory", Step.SEARCH);
    }
    return parquet(directory.trajectory()).orderBy("iteration");
  }

  /**
   * The best networks of the search, one at every cost.
   *
   * @throws BadInput if the search is not over
   */
  public Dataset<Row> front() {
    if (!directory.exists(directory.front())) {
      throw missing(directory, "front", Step.SEARCH);
    }
    return parquet(directory.current(directory.front()));
  }

  /**
   * The rounds of a training.
   *
   * @param step {@link Step#TRAIN_SUPERNET}, or {@link Step#TRAIN} for the network found for the
   *     smallest budget
   * @throws BadInput if that has left no log yet
   * @throws IllegalArgumentException if the step is no training
   */
  public Dataset<Row> trainingLog(Step step) {
    Path folder =
        switch (step) {
          case TRAIN_SUPERNET -> directory.supernet();
          case TRAIN ->
              RunResults.read(directory)
                  .smallest()
                  .flatMap(NetworkResult::training)
                  .map(directory::named)
                  .orElseThrow(() -> missing(directory, "training log", step));
          case PREPARE, SEARCH, EXPORT, REPORT ->
              throw new IllegalArgumentException(step.word() + " is no training");
        };
    Path file = TrainingLogRow.file(folder);
    if (!directory.exists(file)) {
      throw missing(directory, "training log", step);
    }
    return parquet(directory.current(file));
  }

  /** The networks with their costs and accuracies; no rows before a search is over. */
  public Dataset<Row> results() {
    return ResultTable.of(RunResults.read(directory), spark);
  }

  /** What a step would have left that has not been done. */
  public static BadInput missing(RunDirectory directory, String what, Step step) {
    return new BadInput("no %s in %s: run %s first".formatted(what, directory.root(), step.word()));
  }

  private Dataset<Row> parquet(Path table) {
    return spark.read().parquet(table.toString());
  }
}
