package netadapt.job;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import netadapt.run.RunDirectory;
import netadapt.run.TrainingTable;
import netadapt.train.TrainingProgress;
import netadapt.train.TrainingRound;
import org.apache.hadoop.fs.Path;

/** The log of a training as a table and in a line. */
final class TrainingLog {
  private TrainingLog() {}

  /** Writes the table into a folder of the run. */
  static void write(RunDirectory directory, Path folder, List<TrainingRound> log) {
    List<Map<String, Object>> rows = log.stream().map(TrainingLog::row).toList();
    directory.commit(
        new Path(folder, TrainingTable.FILE),
        file -> TrainingTable.ALL.write(file, directory.hadoop(), rows));
  }

  /** Says how a training goes. */
  static String line(TrainingProgress progress, int epochs) {
    TrainingRound last = progress.last();
    return "epoch %d of %d, loss %.3f, %,.0f images/s"
        .formatted(last.epoch() + 1, epochs, last.loss(), last.imagesPerSecond());
  }

  /**
   * Says what a training came to and where its time went.
   *
   * @param log at least one round
   */
  static String summary(List<TrainingRound> log) {
    double seconds = sum(log, TrainingRound::seconds);
    return "loss %.3f, %,.0f images/s; compute %.0f%%, input %.0f%%, averaging %.0f%%"
        .formatted(
            log.get(log.size() - 1).loss(),
            sum(log, TrainingRound::images) / seconds,
            100 * sum(log, TrainingRound::computeSeconds) / seconds,
            100 * sum(log, TrainingRound::inputSeconds) / seconds,
            100 * sum(log, TrainingRound::averagingSeconds) / seconds);
  }

  private static double sum(List<TrainingRound> log, ToDoubleFunction<TrainingRound> number) {
    return log.stream().mapToDouble(number).sum();
  }

  private static Map<String, Object> row(TrainingRound round) {
    return Map.ofEntries(
        Map.entry(TrainingTable.ROUND.name(), round.round()),
        Map.entry(TrainingTable.EPOCH.name(), round.epoch()),
        Map.entry(TrainingTable.STEP.name(), round.step()),
        Map.entry(TrainingTable.IMAGES.name(), round.images()),
        Map.entry(TrainingTable.LEARNING_RATE.name(), round.learningRate()),
        Map.entry(TrainingTable.LOSS.name(), round.loss()),
        Map.entry(TrainingTable.SECONDS.name(), round.seconds()),
        Map.entry(TrainingTable.INPUT_SECONDS.name(), round.inputSeconds()),
        Map.entry(TrainingTable.COMPUTE_SECONDS.name(), round.computeSeconds()),
        Map.entry(TrainingTable.AVERAGING_SECONDS.name(), round.averagingSeconds()),
        Map.entry(TrainingTable.IMAGES_PER_SECOND.name(), round.imagesPerSecond()));
  }
}
