package netadapt.cli;

import java.util.List;
import java.util.Map;
import netadapt.run.ParquetTable;
import netadapt.run.ParquetTable.Column;
import netadapt.run.ParquetTable.Type;
import netadapt.run.RunDirectory;
import netadapt.train.TrainingProgress;
import netadapt.train.TrainingRound;
import org.apache.hadoop.fs.Path;

/** The log of a training as a table and in a line. */
final class TrainingLog {
  private static final ParquetTable TABLE =
      new ParquetTable(
          "training_log",
          List.of(
              Column.of("round", Type.INT),
              Column.of("epoch", Type.INT),
              Column.of("step", Type.LONG),
              Column.of("images", Type.INT),
              Column.of("learning_rate", Type.DOUBLE),
              Column.of("loss", Type.DOUBLE),
              Column.of("seconds", Type.DOUBLE),
              Column.of("compute_seconds", Type.DOUBLE)));

  private TrainingLog() {}

  /** Writes {@code training-log.parquet} into a folder of the run. */
  static void write(RunDirectory directory, Path folder, List<TrainingRound> log) {
    directory.commit(
        new Path(folder, "training-log.parquet"),
        file -> TABLE.write(file, directory.hadoop(), log.stream().map(TrainingLog::row).toList()));
  }

  /** Says how a training goes. */
  static String line(TrainingProgress progress, int epochs) {
    TrainingRound last = progress.last();
    return "epoch %d of %d, loss %.3f, %,.0f images/s"
        .formatted(last.epoch() + 1, epochs, last.loss(), last.images() / last.seconds());
  }

  private static Map<String, Object> row(TrainingRound round) {
    return Map.of(
        "round", round.round(),
        "epoch", round.epoch(),
        "step", round.step(),
        "images", round.images(),
        "learning_rate", round.learningRate(),
        "loss", round.loss(),
        "seconds", round.seconds(),
        "compute_seconds", round.computeSeconds());
  }
}
