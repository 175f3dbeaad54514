package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netadapt.HaltingFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose driver is killed again and again, and resumed each time with other task slots. */
@Timeout(900)
class KilledDriverIT {
  /** Where the driver is killed: as it would write each of these, in the order of a run. */
  private static final List<String> DEATHS =
      List.of(
          "supernet/average.zip", // trained, and only checkpoints are there
          "trajectory/iteration-0001.parquet", // its samples are there
          "found/architecture.json", // every iteration is there
          "result.json"); // found, and trained

  private static final List<String> SETTINGS =
      List.of(
          "-Dspark.ui.enabled=false",
          "-Dspark.hadoop.fs.halting.impl=" + HaltingFileSystem.class.getName(),
          "-Ddata.held-out=1000",
          "-Ddata.test=8000",
          "-Dsupernet.epochs=1",
          "-Dsupernet.workers=2",
          "-Dsupernet.steps-per-round=2",
          "-Dsupernet.checkpoint-rounds=1",
          "-Dsearch.budgets=[0.8]",
          "-Dsearch.samples=4",
          "-Dsearch.reduction=0.12",
          "-Dtrain.epochs=1",
          "-Dtrain.workers=2",
          "-Dtrain.steps-per-round=2",
          "-Dtrain.checkpoint-rounds=1",
          "-Dtrain.baselines=[]");

  @TempDir private Path folder;

  @Test
  void runEndsWithTheSameRowsAndTheSameModelHoweverOftenItsDriverIsKilled() throws Exception {
    Path whole = folder.resolve("whole/run");
    Path killed = folder.resolve("killed/run");
    assertDone(Invocation.of(arguments(whole, 2).toArray(String[]::new)));

    int slots = 1;
    for (String file : DEATHS) {
      assertThat(runUntil(killed, file, slots))
          .as(() -> "killed before %s: %s".formatted(file, said()))
          .isEqualTo(HaltingFileSystem.EXIT_CODE);
      slots = slots % 3 + 1;
    }
    assertDone(Invocation.of(arguments(killed, 2).toArray(String[]::new)));

    assertThat(killed.resolve("found/model.onnx"))
        .hasSameBinaryContentAs(whole.resolve("found/model.onnx"));
    assertThat(killed.resolve("found/architecture.json"))
        .hasSameBinaryContentAs(whole.resolve("found/architecture.json"));
    try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
      for (String table : List.of("samples", "trajectory")) {
        assertThat(rows(spark, killed.resolve(table)))
            .as(table)
            .isNotEmpty()
            .isEqualTo(rows(spark, whole.resolve(table)));
      }
    }
  }

  private static void assertDone(Invocation run) {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  private List<String> arguments(Path run, int slots) {
    List<String> arguments = new ArrayList<>(List.of("run", "--config", "conf/quickstart.conf"));
    arguments.add("-Dspark.master=local[%d]".formatted(slots));
    arguments.add("-Drun.directory=halting://" + run);
    arguments.add("-Ddata.directory=" + folder.resolve("data"));
    arguments.addAll(SETTINGS);
    return arguments;
  }

  /** The exit code of a process of its own. */
  private int runUntil(Path run, String file, int slots) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Xmx"))
        .forEach(line::add);
    line.add("-D%s=%s".formatted(HaltingFileSystem.BEFORE, file));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), "netadapt.cli.Main"));
    line.addAll(arguments(run, slots));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("process ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Every column but the timings and the place. */
  private static List<String> rows(SparkSession spark, Path table) {
    Dataset<Row> rows =
        spark.read().parquet(table.toString()).drop("seconds", "runtime_seconds", "executor");
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }
}
