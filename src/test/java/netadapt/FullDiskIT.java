package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.settings.Settings;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full while a run writes, and has room later. */
class FullDiskIT {
  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.hadoop.fs.full.impl", FullFileSystem.class.getName())
            .getOrCreate();
  }

  @AfterEach
  void makeRoom() {
    FullFileSystem.fillsUpAt = FullFileSystem.NEVER;
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void runDirectoryOnAFullDiskIsNamedAndLeftEmpty() {
    try (NetAdapt run = NetAdapt.open(settings(), spark, RunListener.NONE)) {
      FullFileSystem.fillsUpAt = "/";

      assertThatThrownBy(() -> run.perform(Step.PREPARE))
          .isInstanceOf(OutOfSpace.class)
          .hasMessage(
              "no space is left for run.directory, full:%s/run: make room there, or move it to"
                      .formatted(folder)
                  + " where there is more and name that with -Drun.directory=FOLDER; the same"
                  + " command then resumes the run (No space left on device)");
      assertThat(folder.resolve("run")).isEmptyDirectory();
    }
  }

  @Test
  void imagesThatFillTheDiskAreNotReadAgainWhenThereIsRoom() {
    try (NetAdapt run = NetAdapt.open(settings(), spark, RunListener.NONE)) {
      FullFileSystem.fillsUpAt = ".parquet";

      assertThatThrownBy(() -> run.perform(Step.PREPARE))
          .isInstanceOf(OutOfSpace.class)
          .hasMessageStartingWith("no space is left for data.directory, full://");
      assertThat(run.done(Step.PREPARE)).isFalse();
      assertThat(folder.resolve("run/data/dataset.json")).doesNotExist();
      assertThat(folder.resolve("run/.data.preparing")).isDirectory();
      assertThat(folder.resolve("run/lease.json")).doesNotExist();

      FullFileSystem.fillsUpAt = FullFileSystem.NEVER;
      run.perform(Step.PREPARE);
      assertThat(run.done(Step.PREPARE)).isTrue();
      assertThat(folder.resolve("run/.data.preparing")).doesNotExist();
    }
  }

  @Test
  void runWhoseDiskIsFullAgainAndAgainEndsWithTheSameModelOnceThereIsRoom() {
    try (NetAdapt whole = NetAdapt.open(small("whole/run"), spark, RunListener.NONE)) {
      whole.run();
    }
    for (String file :
        List.of("checkpoint/step-", "iteration-0001.parquet", "front.parquet", "result.json")) {
      FullFileSystem.fillsUpAt = file;
      try (NetAdapt run = NetAdapt.open(small("filled/run"), spark, RunListener.NONE)) {
        assertThatThrownBy(run::run)
            .as(file)
            .isInstanceOf(OutOfSpace.class)
            .hasMessageStartingWith("no space is left for run.directory, full:" + folder);
      }
    }
    makeRoom();
    try (NetAdapt run = NetAdapt.open(small("filled/run"), spark, RunListener.NONE)) {
      run.run();
    }

    assertThat(folder.resolve("filled/run/found/model.onnx"))
        .hasSameBinaryContentAs(folder.resolve("whole/run/found/model.onnx"));
  }

  private Settings settings() {
    return Settings.of("", Map.of("run.directory", "full://" + folder.resolve("run")));
  }

  private Settings small(String directory) {
    return Settings.of(
        """
        data { held-out = 8000, test = 1000 }
        supernet { epochs = 1, steps-per-round = 2, checkpoint-rounds = 1 }
        search { budgets = [0.8], samples = 4 }
        train { epochs = 1, steps-per-round = 2, checkpoint-rounds = 1, baselines = [] }
        """,
        Map.of("run.directory", "full://" + folder.resolve(directory)));
  }
}
