package netadapt;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hadoop itself would try for minutes. */
@Timeout(60)
class FileSystemCheckTest {
  @Test
  void aNameNodeThatDoesNotAnswerIsTold() throws IOException {
    try (RefusingPort port = new RefusingPort()) {
      String location = "hdfs://127.0.0.1:%d/runs".formatted(port.number());

      assertThatThrownBy(() -> reach(location, new Configuration()))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("run.directory is " + location + " but its file system cannot be")
          .hasMessageContaining("ConnectException");
    }
  }

  @Test
  void aRelativePathIsOnTheDefaultFileSystem() throws IOException {
    Configuration hadoop = new Configuration();
    try (RefusingPort port = new RefusingPort()) {
      hadoop.set("fs.defaultFS", "hdfs://127.0.0.1:" + port.number());

      assertThatThrownBy(() -> reach("runs/first", hadoop))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("run.directory is runs/first but its file system");
    }
  }

  @Test
  void missingLibrariesAreNamed() {
    assertThatThrownBy(() -> reach("s3a://bucket/runs", new Configuration()))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("run.directory is s3a://bucket/runs but hadoop-aws is not on the");
    assertThatThrownBy(
            () -> HadoopFiles.of(new Path("s3a://bucket/table.csv"), new Configuration()))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("s3a://bucket/table.csv: hadoop-aws is not on the class path");
  }

  @Test
  void schemesThatNobodyKnowsAreTold() {
    assertThatThrownBy(() -> reach("hfds://host/runs", new Configuration()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("Hadoop knows no file system hfds://: check the spelling");
    assertThatThrownBy(() -> reach("s3://bucket/runs", new Configuration()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("Hadoop calls that s3a://");
  }

  @Test
  void aLocalDiskIsNotAsked() {
    assertThatCode(() -> reach("not/there", new Configuration())).doesNotThrowAnyException();
    assertThatCode(() -> reach("file:/not/there", new Configuration())).doesNotThrowAnyException();
  }

  private static void reach(String location, Configuration hadoop) {
    FileSystemCheck.reach("run.directory", location, hadoop);
  }
}
