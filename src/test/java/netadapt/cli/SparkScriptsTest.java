package netadapt.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts for clusters ask {@code spark-submit} for, which here only says so. */
class SparkScriptsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "yarn.sh, spark.yarn.appMasterEnv.LC_MESSAGES=C",
    "kubernetes.sh, spark.kubernetes.driverEnv.LC_MESSAGES=C",
  })
  void messagesOfTheSystemAreEnglishWhereverTheProgramRuns(String script, String inTheCluster)
      throws Exception {
    assertThat(submitted(script, "printf '%s\\n' \"$@\""))
        .contains("spark.executorEnv.LC_MESSAGES=C", inTheCluster);
  }

  @Test
  void messagesOfTheSystemAreEnglishAndFilesKeepTheirNames() throws Exception {
    assertThat(submitted("yarn.sh", "echo \"${LC_ALL-unset} $LC_CTYPE $LC_MESSAGES\""))
        .containsExactly("unset C.UTF-8 C");
  }

  /** The lines that {@code spark-submit} wrote, if it is such a program. */
  private List<String> submitted(String script, String program) throws Exception {
    Path submit = folder.resolve("bin/spark-submit");
    write(submit, "#!/usr/bin/env bash\n" + program + "\n");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "submit/" + script, "run").redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("NETADAPT_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", folder.toString(),
                "NETADAPT_JAR", "any.jar",
                "NETADAPT_MASTER", "k8s://any",
                "NETADAPT_IMAGE", "any",
                "LC_ALL", "C.UTF-8",
                "LC_CTYPE", "C"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
