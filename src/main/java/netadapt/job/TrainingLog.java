package netadapt.job;

import java.util.List;
import java.util.function.ToDoubleFunction;
import netadapt.run.RunDirectory;
import netadapt.run.TrainingLogRow;
import netadapt.train.TrainingProgress;
import netadapt.train.TrainingRound;
import org.apache.hadoop.fs.Path;

/** The log of a training as a table and in a line. */
final class TrainingLog {
  private TrainingLog() {}

  /** Writes the table into a folder of the run. */
  static void write(RunDirectory directory, Path folder, List<TrainingRound> log) {
    TrainingLogRow.write(directory, folder, log.stream().map(TrainingLog::row).toList());
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

  private static TrainingLogRow row(TrainingRound round) {
    return new TrainingLogRow(
        round.round(),
        round.epoch(),
        round.step(),
        round.images(),
        round.learningRate(),
        round.loss(),
        round.seconds(),
        round.inputSeconds(),
        round.computeSeconds(),
        round.averagingSeconds(),
        round.imagesPerSecond());
  }
}
