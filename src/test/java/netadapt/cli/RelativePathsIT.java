package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where relative paths lead if a cluster's file system is the default one. */
class RelativePathsIT {
  @TempDir private Path home;

  @Test
  void runsAreOnTheDefaultFileSystemAndConfigurationsOnThisMachine() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream before = System.err;
    try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      System.setErr(out);
      int code =
          Main.run(
              new String[] {
                "prepare",
                "--config=conf/quickstart.conf",
                "-Drun.directory=relative/first",
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.hadoop.fs.defaultFS=home:///",
                "-Dspark.hadoop.fs.home.impl=" + HomeFileSystem.class.getName(),
                "-Dspark.hadoop.home.directory=" + home
              },
              out,
              out);
      assertThat(code).as(text.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.DONE);
    } finally {
      System.setErr(before);
    }
    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .contains("run: home:" + home + "/relative/first");
    assertThat(home.resolve("relative/first/config.conf")).exists();
    assertThat(home.resolve("relative/first/data/dataset.json")).exists();
    assertThat(Path.of("relative")).doesNotExist();
  }
}
