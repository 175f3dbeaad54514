package netadapt.job;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import netadapt.report.Numbers;
import netadapt.run.RunDirectory;
import netadapt.run.TrainingLogRow;
import netadapt.task.ScoreUnit;
import netadapt.train.EpochAccuracy;
import netadapt.train.RoundLength;
import netadapt.train.TrainingProgress;
import netadapt.train.TrainingRound;
import org.apache.hadoop.fs.Path;

/** The log of a training as a table and in a line. */
final class TrainingLog {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Times as long as writing took, the training goes on before it is written again. */
  private static final int MOST_SHARE = 100;

  private TrainingLog() {}

  /** Writes the table into a folder of the run. */
  static void write(RunDirectory directory, Path folder, List<TrainingRound> log) {
    TrainingLogRow.write(directory, folder, log.stream().map(TrainingLog::row).toList());
  }

  /**
   * Follows a training: tells how it goes, and keeps its log every few seconds, for those who look
   * at the run meanwhile.
   *
   * @param folder of the training, in the run directory
   * @param unit of the accuracies
   */
  static Consumer<TrainingProgress> follow(
      RunDirectory directory, Path folder, int epochs, ScoreUnit unit, Progress progress) {
    return follow(directory, folder, epochs, unit, progress, System::nanoTime);
  }

  static Consumer<TrainingProgress> follow(
      RunDirectory directory,
      Path folder,
      int epochs,
      ScoreUnit unit,
      Progress progress,
      LongSupplier nanos) {
    AtomicLong next = new AtomicLong(nanos.getAsLong() + PAUSE.toNanos());
    return training -> {
      progress.update(training.fraction(), line(training, epochs, unit));
      long began = nanos.getAsLong();
      if (began - next.get() > 0) {
        try {
          write(directory, folder, training.log());
        } catch (UncheckedIOException e) {
          // The log is written again: later, and at the end, where a failure counts.
        }
        long ended = nanos.getAsLong();
        long took = ended - began;
        next.set(ended + Math.max(PAUSE.toNanos(), MOST_SHARE * took));
      }
    };
  }

  /** Says how a training goes. */
  static String line(TrainingProgress progress, int epochs, ScoreUnit unit) {
    TrainingRound last = progress.last();
    return "epoch %d of %d, loss %s, %s images/s%s"
        .formatted(
            last.epoch() + 1,
            epochs,
            Numbers.loss(last.loss()),
            Numbers.rate(last.imagesPerSecond()),
            accuracy(progress.accuracy(), unit));
  }

  private static String accuracy(Optional<EpochAccuracy> latest, ScoreUnit unit) {
    return latest
        .map(
            accuracy ->
                Double.isNaN(accuracy.half()) && Double.isNaN(accuracy.quarter())
                    ? ", held-out %s %s".formatted(unit.noun(), unit.text(accuracy.full()))
                    : ", full %s, half %s, quarter %s"
                        .formatted(
                            unit.brief(accuracy.full()),
                            unit.brief(accuracy.half()),
                            unit.brief(accuracy.quarter())))
        .orElse("");
  }

  /**
   * Says what a training came to and where its time went.
   *
   * @param log at least one round
   * @param unit of the accuracies
   */
  static String summary(List<TrainingRound> log, ScoreUnit unit) {
    double seconds = sum(log, TrainingRound::seconds);
    return "loss %s%s, %s images/s; compute %s, input %s, averaging %s after every %d steps"
        .formatted(
            Numbers.loss(log.get(log.size() - 1).loss()),
            accuracy(log.get(log.size() - 1).accuracy(), unit),
            Numbers.rate(sum(log, TrainingRound::images) / seconds),
            Numbers.share(sum(log, TrainingRound::computeSeconds), seconds),
            Numbers.share(sum(log, TrainingRound::inputSeconds), seconds),
            Numbers.share(sum(log, TrainingRound::averagingSeconds), seconds),
            RoundLength.of(log));
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
        round.imagesPerSecond(),
        accuracy(round, EpochAccuracy::full),
        accuracy(round, EpochAccuracy::half),
        accuracy(round, EpochAccuracy::quarter));
  }

  private static OptionalDouble accuracy(
      TrainingRound round, ToDoubleFunction<EpochAccuracy> network) {
    return round.accuracy().stream()
        .mapToDouble(network)
        .filter(accuracy -> !Double.isNaN(accuracy))
        .findFirst();
  }
}
