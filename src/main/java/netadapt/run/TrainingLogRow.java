package netadapt.run;

import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;

import java.util.List;
import java.util.OptionalDouble;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;
import org.apache.hadoop.fs.Path;

/**
 * One row of a training's log: a round, between two averagings of the workers' weights. Where the
 * time went is that of the slowest worker.
 *
 * @param round from 0
 * @param epoch of the round's last step, from 0
 * @param step steps of each worker done after the round
 * @param images trained on in the round by all workers
 * @param learningRate of the round's last step
 * @param loss mean over the round's minibatches
 * @param seconds of the whole round: the sum of the next three
 * @param inputSeconds waiting for minibatches
 * @param computeSeconds in the steps
 * @param averagingSeconds sending the weights, bringing them back, averaging them, and Spark's own
 * @param imagesPerSecond of all workers together
 * @param fullAccuracy of the full super-network, or of the network that is trained by itself, with
 *     the averaged weights on held-out images; empty if nothing was scored after the round, or
 *     outputs were not numbers
 * @param halfAccuracy the same of the super-network with half of every layer's filters; empty for a
 *     network that is trained by itself
 * @param quarterAccuracy the same of the one with a quarter of them
 */
public record TrainingLogRow(
    int round,
    int epoch,
    long step,
    int images,
    double learningRate,
    double loss,
    double seconds,
    double inputSeconds,
    double computeSeconds,
    double averagingSeconds,
    double imagesPerSecond,
    OptionalDouble fullAccuracy,
    OptionalDouble halfAccuracy,
    OptionalDouble quarterAccuracy) {
  /** The file's name, in the folder of the step. */
  private static final String FILE = "training-log.parquet";

  static final TypedTable<TrainingLogRow> TABLE =
      new TypedTable<>(
          "training_log",
          List.of(
              Field.of("round", INT, TrainingLogRow::round),
              Field.of("epoch", INT, TrainingLogRow::epoch),
              Field.of("step", LONG, TrainingLogRow::step),
              Field.of("images", INT, TrainingLogRow::images),
              Field.of("learning_rate", DOUBLE, TrainingLogRow::learningRate),
              Field.of("loss", DOUBLE, TrainingLogRow::loss),
              Field.of("seconds", DOUBLE, TrainingLogRow::seconds),
              Field.of("input_seconds", DOUBLE, TrainingLogRow::inputSeconds),
              Field.of("compute_seconds", DOUBLE, TrainingLogRow::computeSeconds),
              Field.of("averaging_seconds", DOUBLE, TrainingLogRow::averagingSeconds),
              Field.of("images_per_second", DOUBLE, TrainingLogRow::imagesPerSecond),
              Field.optional("full_accuracy", TrainingLogRow::fullAccuracy),
              Field.optional("half_accuracy", TrainingLogRow::halfAccuracy),
              Field.optional("quarter_accuracy", TrainingLogRow::quarterAccuracy)),
          TrainingLogRow::read);

  /** Where the log of a training is, by the folder of its step. */
  public static Path file(Path folder) {
    return new Path(folder, FILE);
  }

  /**
   * Writes the log of a training, over one that is there.
   *
   * @param folder of the training, in the run directory
   * @param log in the order of the rounds
   */
  public static void write(RunDirectory directory, Path folder, List<TrainingLogRow> log) {
    directory.commit(file(folder), file -> TABLE.write(file, directory.hadoop(), log));
  }

  /**
   * Reads the log of a training.
   *
   * @param folder of the training, in the run directory
   * @return in the order of the rounds; empty if there is none yet
   * @throws netadapt.BadInput if it lacks a column
   */
  public static List<TrainingLogRow> read(RunDirectory directory, Path folder) {
    Path file = file(folder);
    return directory.exists(file)
        ? TABLE.read(directory.current(file), directory.hadoop())
        : List.of();
  }

  private static TrainingLogRow read(Cells row) {
    return new TrainingLogRow(
        row.integer("round"),
        row.integer("epoch"),
        row.whole("step"),
        row.integer("images"),
        row.number("learning_rate"),
        row.number("loss"),
        row.number("seconds"),
        row.number("input_seconds"),
        row.number("compute_seconds"),
        row.number("averaging_seconds"),
        row.number("images_per_second"),
        row.optional("full_accuracy"),
        row.optional("half_accuracy"),
        row.optional("quarter_accuracy"));
  }
}
