package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import netadapt.BadInput;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFoldersTest {
  @TempDir private Path folder;

  @Test
  void placeThatCannotHoldTemporaryFilesIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> LocalFolders.of(spark(file.toString()), Map.of()).check())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "spark.local.dir is %1$s but no temporary files can be made there".formatted(file)
                + " (FileAlreadyExistsException: %s): make room, or name another folder with"
                    .formatted(file)
                + " -Dspark.local.dir=FOLDER");
  }

  @Test
  void oneOfSeveralIsEnoughAndNothingIsLeftInIt() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    LocalFolders.of(spark(file + "," + folder.resolve("new")), Map.of()).check();

    assertThat(folder.resolve("new")).isEmptyDirectory();
  }

  @Test
  void variableThatWinsIsNamedAndNotTheSettingThatHasNoEffectBesideIt() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    LocalFolders folders =
        LocalFolders.of(spark("any"), Map.of("SPARK_LOCAL_DIRS", file.toString()));

    assertThatThrownBy(folders::check)
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("SPARK_LOCAL_DIRS is %s but".formatted(file))
        .hasMessageEndingWith("or name another folder with SPARK_LOCAL_DIRS=FOLDER");
  }

  private static SparkConf spark(String folders) {
    return new SparkConf(false).set("spark.local.dir", folders);
  }
}
