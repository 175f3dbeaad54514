package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import netadapt.run.RunDirectory;
import netadapt.run.TrainingLogRow;
import netadapt.train.TrainingProgress;
import netadapt.train.TrainingRound;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
  private static final List<TrainingRound> LOG =
      List.of(
          new TrainingRound(0, 0, 8, 1024, 0.01, 2.3, 2, 0.4, 1.25),
          new TrainingRound(1, 1, 16, 1024, 0.005, 1.625, 2, 0, 1.75));

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
                0, 0, 8, 1024, 0.01, 2.3, 2, 0.4, 1.25, rows.get(0).averagingSeconds(), 512));
  }

  @Test
  void theLineTellsEpochLossAndSpeed() {
    assertThat(TrainingLog.line(new TrainingProgress(LOG.get(1), 32), 3))
        .isEqualTo("epoch 2 of 3, loss 1.625, 512 images/s");
  }

  @Test
  void theSummaryTellsWhereTheTimeWent() {
    // Of 4 seconds, 3 in steps and 0.4 waiting for input.
    assertThat(TrainingLog.summary(LOG))
        .isEqualTo("loss 1.625, 512 images/s; compute 75.0%, input 10.0%, averaging 15.0%");
  }
}
