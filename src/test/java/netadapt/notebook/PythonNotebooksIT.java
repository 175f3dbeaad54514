package netadapt.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every cell of the notebooks for Jupyter and Databricks, in PySpark with the jar that users have.
 * Skipped without a {@code python3} that has the packages of {@code src/test/python}.
 */
class PythonNotebooksIT {
  private static final String PACKAGES = "import pyspark, matplotlib, numpy, onnxruntime, pandas";

  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void everyCellDoesWhatItSays() throws Exception {
    assumeTrue(
        python("-c", PACKAGES).code() == 0,
        "skipped: there is no python3 with the packages of src/test/python/requirements.txt");
    String runs = folder.resolve("runs").toString();

    Output ran =
        python("src/test/python/run_notebooks.py", TinyRun.configuration(folder).toString(), runs);

    assertThat(ran.text()).endsWith("all cells ran\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void pythonsSparkIsTheOneOfTheBuild() throws IOException {
    assertThat(Files.readAllLines(Path.of("src/test/python/requirements.txt")))
        .contains("pyspark==" + org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  private record Output(int code, String text) {}

  private Output python(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("python3"));
    line.addAll(List.of(arguments));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME"); // PySpark brings its own Spark
    builder
        .environment()
        .put(
            "PYSPARK_SUBMIT_ARGS",
            "--master local[2] --driver-memory 2g --conf spark.ui.enabled=false --jars "
                + System.getProperty("netadapt.jar")
                + " pyspark-shell");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) { // there is no such program
      return new Output(-1, e.getMessage());
    }
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Output(process.exitValue(), Files.readString(log));
  }
}
