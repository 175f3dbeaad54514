package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import netadapt.run.RunDirectory;
import netadapt.run.TrainingLogRow;
import netadapt.task.ScoreUnit;
import netadapt.train.EpochAccuracy;
import netadapt.train.TrainingProgress;
import netadapt.train.TrainingRound;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
  private static final EpochAccuracy ACCURACY = new EpochAccuracy(0.932, 0.7941, Double.NaN);
  private static final List<TrainingRound> LOG =
      List.of(
          new TrainingRound(0, 0, 8, 1024, 0.01, 2.3, 2, 0.4, 1.25, Optional.empty()),
          new TrainingRound(1, 1, 16, 1024, 0.005, 1.625, 2, 0, 1.75, Optional.of(ACCURACY)));

  @TempDir private Path folder;

  @Test
  void everyRoundIsARowThatTellsItsTimesApart() {
    RunDirectory directory = new RunDirectory(folder.toString(), new Configuration());

    TrainingLog.write(directory, directory.supernet(), LOG);

    List<TrainingLogRow> rows = TrainingLogRow.read(directory, directory.supernet());
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).averagingSeconds()).isCloseTo(0.35, within(1e-12));
    assertThat(rows.get(0))
        .isEqualTo(
            new TrainingLogRow(
                0,
                0,
                8,
                1024,
                0.01,
                2.3,
                2,
                0.4,
                1.25,
                rows.get(0).averagingSeconds(),
                512,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty()));
  }

  @Test
  void accuraciesAreInTheRowOfTheRoundThatEndedAnEpoch() {
    RunDirectory directory = new RunDirectory(folder.toString(), new Configuration());

    TrainingLog.write(directory, directory.supernet(), LOG);

    TrainingLogRow row = TrainingLogRow.read(directory, directory.supernet()).get(1);
    assertThat(row.fullAccuracy()).hasValue(0.932);
    assertThat(row.halfAccuracy()).hasValue(0.7941);
    assertThat(row.quarterAccuracy()).isEmpty(); // outputs were no numbers
  }

  @Test
  void theLineTellsEpochLossSpeedAndTheLatestAccuracies() {
    assertThat(TrainingLog.line(new TrainingProgress(LOG.subList(0, 1), 32), 3, ScoreUnit.SHARE))
        .isEqualTo("epoch 1 of 3, loss 2.300, 512 images/s");
    List<TrainingRound> later = List.of(LOG.get(1), LOG.get(0)); // whatever their order
    assertThat(TrainingLog.line(new TrainingProgress(later, 32), 3, ScoreUnit.SHARE))
        .isEqualTo("epoch 1 of 3, loss 2.300, 512 images/s, full 93.2%, half 79.4%, quarter NaN%");
  }

  @Test
  void theLineOfANetworkThatIsTrainedByItselfTellsItsAccuracy() {
    Optional<EpochAccuracy> accuracy = Optional.of(EpochAccuracy.of(0.9325));
    List<TrainingRound> scored =
        List.of(new TrainingRound(0, 0, 8, 1024, 0.01, 2.3, 2, 0.4, 1.25, accuracy));
    assertThat(TrainingLog.line(new TrainingProgress(scored, 32), 3, ScoreUnit.SHARE))
        .isEqualTo("epoch 1 of 3, loss 2.300, 512 images/s, held-out accuracy 93.25%");
    assertThat(TrainingLog.line(new TrainingProgress(scored, 32), 3, ScoreUnit.METRES))
        .endsWith(", held-out score 0.933 m");
  }

  @Test
  void theSummaryTellsWhereTheTimeWent() {
    // Of 4 seconds, 3 in steps and 0.4 waiting for input.
    assertThat(TrainingLog.summary(LOG, ScoreUnit.SHARE))
        .isEqualTo(
            "loss 1.625, full 93.2%, half 79.4%, quarter NaN%, 512 images/s; compute 75.0%, input 10.0%, averaging 15.0%"
                + " after every 8 steps");
  }

  @Test
  void theLogIsKeptEveryFewSecondsOfATrainingThatGoesOn() {
    RunDirectory directory = new RunDirectory(folder.toString(), new Configuration());
    AtomicLong nanos = new AtomicLong();
    Consumer<TrainingProgress> follower =
        TrainingLog.follow(
            directory,
            directory.supernet(),
            3,
            ScoreUnit.SHARE,
            (fraction, what) -> {},
            nanos::get);

    nanos.addAndGet(4_000_000_000L);
    follower.accept(new TrainingProgress(LOG.subList(0, 1), 32));
    assertThat(TrainingLogRow.read(directory, directory.supernet())).isEmpty();

    nanos.addAndGet(2_000_000_000L);
    follower.accept(new TrainingProgress(LOG, 32));
    assertThat(TrainingLogRow.read(directory, directory.supernet())).hasSize(2);
  }

  @Test
  void aLogThatCannotBeKeptMeanwhileEndsNoTraining() throws IOException {
    RunDirectory directory = new RunDirectory(folder.toString(), new Configuration());
    Files.writeString(folder.resolve("supernet"), "in the way of the folder");
    AtomicLong nanos = new AtomicLong();
    Consumer<TrainingProgress> follower =
        TrainingLog.follow(
            directory,
            directory.supernet(),
            3,
            ScoreUnit.SHARE,
            (fraction, what) -> {},
            nanos::get);

    nanos.addAndGet(6_000_000_000L);
    assertThatCode(() -> follower.accept(new TrainingProgress(LOG, 32))).doesNotThrowAnyException();
  }
}
