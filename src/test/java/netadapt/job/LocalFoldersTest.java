package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netadapt.BadInput;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFoldersTest {
  @TempDir private Path folder;

  @Test
  void placeThatCannotHoldTemporaryFilesIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> LocalFolders.check(spark(file.toString())))
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

    LocalFolders.check(spark(file + "," + folder.resolve("new")));

    assertThat(folder.resolve("new")).isEmptyDirectory();
  }

  private static SparkConf spark(String folders) {
    return new SparkConf(false).set("spark.local.dir", folders);
  }
}
