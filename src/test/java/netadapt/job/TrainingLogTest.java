package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.run.RunDirectory;
import netadapt.run.TrainingTable;
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

    List<Map<String, Object>> rows =
        TrainingTable.ALL.read(
            new org.apache.hadoop.fs.Path(directory.supernet(), "training-log.parquet"),
            directory.hadoop());
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .containsEntry("round", 0)
        .containsEntry("epoch", 0)
        .containsEntry("step", 8L)
        .containsEntry("images", 1024)
        .containsEntry("learning_rate", 0.01)
        .containsEntry("loss", 2.3)
        .containsEntry("seconds", 2.0)
        .containsEntry("input_seconds", 0.4)
        .containsEntry("compute_seconds", 1.25)
        .containsEntry("images_per_second", 512.0);
    assertThat((double) rows.get(0).get("averaging_seconds")).isCloseTo(0.35, within(1e-12));
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
        .isEqualTo("loss 1.625, 512 images/s; compute 75%, input 10%, averaging 15%");
  }
}
