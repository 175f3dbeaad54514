package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir java.nio.file.Path local;
  private RunDirectory directory;

  @BeforeEach
  void name() {
    directory = new RunDirectory(local.resolve("run").toString(), new Configuration());
  }

  @Test
  void namingADirectoryTouchesNothing() {
    assertThat(local).isEmptyDirectory();
    assertThat(directory.list(directory.samples())).isEmpty();
    assertThat(directory.exists(directory.root())).isFalse();
  }

  @Test
  void textIsReplacedAsAWholeAndCanBeEditedByHand() throws IOException {
    directory.commitText(directory.configuration(), "seed = 1");
    directory.commitText(directory.configuration(), "seed = 2");
    assertThat(directory.readText(directory.configuration())).isEqualTo("seed = 2");
    Files.writeString(local.resolve("run/config.conf"), "seed = 3");
    assertThat(directory.readText(directory.configuration())).isEqualTo("seed = 3");
  }

  @Test
  void anOlderChecksumGoesWithTheFileThatItIsOf() throws IOException {
    FileSystem others = FileSystem.getLocal(new Configuration());
    List<Path> written =
        List.of(
            directory.configuration(),
            directory.samples(1),
            new Path(directory.root(), ".tmp/config.conf"));
    for (Path file : written) {
      try (FSDataOutputStream out = others.create(file)) {
        out.writeUTF("what an earlier build has written");
      }
    }

    directory.commitText(directory.configuration(), "seed = 1");
    directory.commitCopy(directory.configuration(), directory.samples(1));

    for (Path file : written.subList(0, 2)) {
      try (FSDataInputStream in = others.open(file)) {
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("seed = 1");
      }
    }
    try (Stream<java.nio.file.Path> left = Files.walk(local)) {
      assertThat(left).noneMatch(file -> file.toString().endsWith(".crc"));
    }
  }

  @Test
  void closingLeavesNothingInHadoopsCache() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", CountedFiles.class.getName());
    RunDirectory counted = new RunDirectory(local.resolve("run").toString(), hadoop);
    assertThat(CountedFiles.open).isOne();

    counted.close();

    assertThat(CountedFiles.open).isZero();
  }

  /** A file system leaves the cache when it is closed itself, not by what it is made of. */
  public static final class CountedFiles extends LocalFileSystem {
    private static int open;

    @Override
    public void initialize(URI name, Configuration hadoop) throws IOException {
      super.initialize(name, hadoop);
      open++;
    }

    @Override
    public void close() throws IOException {
      super.close();
      open--;
    }
  }

  @Test
  void whatIsHalfWrittenDoesNotAppearAndIsRemovedLater() throws IOException {
    assertThatThrownBy(
            () ->
                directory.commit(
                    directory.results(),
                    temporary -> {
                      Files.writeString(java.nio.file.Path.of(temporary.toUri()), "half");
                      throw new ThreadDeath(); // as if the process was killed
                    }))
        .isInstanceOf(ThreadDeath.class);
    assertThat(local.resolve("run/.tmp/found_results.json")).exists();
    assertThat(directory.exists(directory.results())).isFalse();
    directory.removeLeftovers();
    assertThat(local.resolve("run")).isEmptyDirectory();
  }

  @Test
  void aFileSystemThatCannotBeReachedIsNamed() {
    assertThatThrownBy(() -> new RunDirectory("s3://bucket/run", new Configuration()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "run.directory is s3://bucket/run but Hadoop calls that s3a://, and needs hadoop-aws on"
                + " the class path");
  }

  @Test
  void aPlaceThatIsNoDirectoryIsNamed() throws IOException {
    java.nio.file.Path file = Files.createFile(local.resolve("file"));
    assertThatThrownBy(() -> new RunDirectory(file.toString(), new Configuration()).create())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "run.directory is file:%s but that is no directory, or cannot be made: name another one"
                .formatted(file));
    assertThatThrownBy(
            () -> new RunDirectory(file.resolve("run").toString(), new Configuration()).create())
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("run.directory is file:%s/run but cannot be used: ", file);
  }
}
