package netadapt.run;

import java.util.List;
import netadapt.run.ParquetTable.Column;
import netadapt.run.ParquetTable.Type;

/** The log of a training, a row per round; who reads it may do with some of the columns. */
public final class TrainingTable {
  /** Its file's name, in the folder of the step. */
  public static final String FILE = "training-log.parquet";

  /** From 0. */
  public static final Column ROUND = Column.of("round", Type.INT);

  /** Of the round's last step, from 0. */
  public static final Column EPOCH = Column.of("epoch", Type.INT);

  /** Steps of each worker done after the round. */
  public static final Column STEP = Column.of("step", Type.LONG);

  /** Trained on in the round by all workers. */
  public static final Column IMAGES = Column.of("images", Type.INT);

  /** Of the round's last step. */
  public static final Column LEARNING_RATE = Column.of("learning_rate", Type.DOUBLE);

  /** Mean over the round's minibatches. */
  public static final Column LOSS = Column.of("loss", Type.DOUBLE);

  /** Of the whole round: the sum of the next three. */
  public static final Column SECONDS = Column.of("seconds", Type.DOUBLE);

  /** The slowest worker waited for minibatches. */
  public static final Column INPUT_SECONDS = Column.of("input_seconds", Type.DOUBLE);

  /** The slowest worker spent in its steps. */
  public static final Column COMPUTE_SECONDS = Column.of("compute_seconds", Type.DOUBLE);

  /** Sending the weights, bringing them back, averaging them, and Spark's own. */
  public static final Column AVERAGING_SECONDS = Column.of("averaging_seconds", Type.DOUBLE);

  /** Of all workers together. */
  public static final Column IMAGES_PER_SECOND = Column.of("images_per_second", Type.DOUBLE);

  /** All columns. */
  public static final ParquetTable ALL =
      new ParquetTable(
          "training_log",
          List.of(
              ROUND,
              EPOCH,
              STEP,
              IMAGES,
              LEARNING_RATE,
              LOSS,
              SECONDS,
              INPUT_SECONDS,
              COMPUTE_SECONDS,
              AVERAGING_SECONDS,
              IMAGES_PER_SECOND));

  private TrainingTable() {}
}
