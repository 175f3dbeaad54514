package netadapt.cli;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import netadapt.cost.CostTable;
import netadapt.cost.Operator;
import netadapt.cost.Operators;
import netadapt.measure.Processor;
import netadapt.onnx.OnnxClassifier;
import netadapt.run.CostTableFile;
import netadapt.settings.NetworkFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole main job on a reduced configuration, as its users call it. */
class PipelineIT {
  private static final List<String> REDUCED =
      List.of(
          "-Ddata.held-out=500",
          "-Ddata.test=8500",
          "-Dsupernet.epochs=1",
          "-Dsearch.samples=6",
          "-Dsearch.reduction=0.12",
          "-Dtrain.epochs=1");

  @TempDir private Path folder;

  @Test
  void runsOnAClusterOfTwoExecutorsAndLeavesEverythingReadable() throws IOException {
    String out =
        succeed(
            "run",
            "cluster",
            "-Dspark.master=local-cluster[2,1,2048]",
            "-Dlatency.table=" + tableOfThisProcessor(),
            clusterPath());

    assertThat(out)
        .contains("initial", "found", "together", "results: " + folder)
        .contains("latency (ms)", "measured (ms)", "estimated CO2: ")
        .containsPattern(
            "times less latency \\(ms\\), [0-9.]+ times (faster|slower), measured here");
    Path run = folder.resolve("cluster");
    assertThat(run.resolve("config.conf")).content().contains("samples=\"6\"");
    assertThat(run.resolve("report.html")).content().contains("mnist");
    assertThat(run.resolve("found/architecture.json")).content().contains("\"network\":\"mnist\"");
    byte[] model = Files.readAllBytes(run.resolve("found/model.onnx"));
    assertThat(OnnxClassifier.metadata("found", model))
        .containsEntry("input_layout", "NCHW")
        .containsEntry("classes", "[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]");

    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      Dataset<Row> trajectory = spark.read().parquet(run.resolve("trajectory").toString());
      Dataset<Row> samples = spark.read().parquet(run.resolve("samples").toString());
      long iterations = trajectory.count();
      assertThat(iterations).isGreaterThan(3);
      assertThat(trajectory.where("budget_met is not null").count()).isEqualTo(2);
      double latency = trajectory.where("iteration = 0").head().getAs("latency_ms");
      assertThat(latency).isPositive();
      assertThat(trajectory.where("latency_ms > " + latency).count()).isZero();
      double full = trajectory.where("iteration = 0").head().getAs("resource");
      double last = trajectory.orderBy(trajectory.col("iteration").desc()).head().getAs("resource");
      assertThat(last).isBetween(0.3 * full, 0.5 * full);
      assertThat(samples.where("selected").count())
          .isEqualTo(trajectory.where("best_iteration = iteration").count());
      assertThat(samples.where("iteration = 1").count()).isEqualTo(6);
      assertThat(samples.select("executor").distinct().collectAsList().toString())
          .contains("0", "1");
      assertThat(samples.where("score is null or images <> 500").count()).isZero();
    }
  }

  /** To which every operator costs its MACs, in the unit of milliseconds. */
  private String tableOfThisProcessor() throws IOException {
    List<CostTable.Row> rows = new ArrayList<>();
    for (Operator operator : Operators.reachable(NetworkFile.open("mnist").network())) {
      rows.add(new CostTable.Row(operator, operator.macs() / 1e6, 0, 0));
    }
    CostTable table =
        new CostTable("latency_ms", Map.of("processor", Processor.name(), "threads", "1"), rows);
    String file = folder.resolve("table.csv").toString();
    CostTableFile.write(table, file, new Configuration());
    return file;
  }

  @Test
  void killedSearchResumesToTheSameTrajectory() throws Exception {
    for (String step : List.of("prepare", "train-supernet", "search")) {
      succeed(step, "whole", "-Dspark.master=local[2]");
    }
    Path killed = folder.resolve("killed");
    copy(folder.resolve("whole"), killed, "data", "supernet");

    Process process = start("search", "killed");
    try {
      waitFor(process, killed, "samples/iteration-0002.parquet");
    } finally {
      assertThat(process.destroyForcibly().waitFor(2, MINUTES)).as("killed child ends").isTrue();
    }
    assertThat(killed.resolve("found/architecture.json")).doesNotExist();
    succeed("search", "killed", "-Dspark.master=local[2]");

    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      assertThat(rows(spark, killed)).isEqualTo(rows(spark, folder.resolve("whole")));
    }
    assertThat(killed.resolve("found/architecture.json"))
        .hasSameTextualContentAs(folder.resolve("whole/found/architecture.json"));
  }

  @Test
  void secondCallSkipsWhatIsDoneAndRefusesOtherSettings() {
    succeed("prepare", "twice", "-Dspark.master=local[2]");

    assertThat(succeed("prepare", "twice", "-Dspark.master=local[2]"))
        .contains("prepare: done already");
    Outcome other = call("prepare", "twice", "-Dspark.master=local[2]", "-Ddata.held-out=400");
    assertThat(other.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.text()).contains("data.held-out is 400 but this run was begun with 500");
  }

  @Test
  void stepsSayWhichStepIsMissing() {
    Outcome early = call("train-supernet", "early", "-Dspark.master=local[2]");
    assertThat(early.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(early.text()).contains("prepare");

    succeed("prepare", "early", "-Dspark.master=local[2]");
    Outcome search = call("search", "early", "-Dspark.master=local[2]");
    assertThat(search.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(search.text()).contains("run train-supernet first");

    Outcome report = call("report", "none", "-Dspark.master=local[2]");
    assertThat(report.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(report.text()).contains("holds no run");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void emptyImageFolderIsOneClearMessageAndLeavesNoDataset() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images/cat"));

    Outcome outcome =
        call(
            "run",
            "empty",
            "-Dspark.master=local[2]",
            "-Ddata.source=images",
            "-Ddata.path=" + images.getParent());

    assertThat(outcome.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(outcome.text()).contains(images.getParent().toString()).doesNotContain("\tat ");
    assertThat(folder.resolve("empty/data")).doesNotExist();
  }

  private record Outcome(int code, String text) {}

  private String succeed(String command, String run, String... more) {
    Outcome outcome = call(command, run, more);
    assertThat(outcome.code()).as(outcome.text()).isEqualTo(ExitCode.DONE);
    return outcome.text();
  }

  private Outcome call(String command, String run, String... more) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream before = System.err;
    try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      System.setErr(out);
      int code = Main.run(arguments(command, run, more).toArray(new String[0]), out, out);
      return new Outcome(code, text.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private List<String> arguments(String command, String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--config", "conf/quickstart.conf"));
    arguments.add("-Drun.directory=" + folder.resolve(run));
    arguments.add("-Dspark.ui.enabled=false");
    arguments.addAll(REDUCED);
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** What executors need beside Spark: this JVM's class path. */
  private static String clusterPath() {
    return "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path");
  }

  private Process start(String command, String run) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-opens") || option.startsWith("-Xmx")) {
        line.add(option);
      }
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), "netadapt.cli.Main"));
    line.addAll(arguments(command, run, "-Dspark.master=local[2]"));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(childLog().toFile())
        .start();
  }

  private Path childLog() {
    return folder.resolve("child.log");
  }

  /** Waits until a process has written a file, by the file system's own word. */
  private void waitFor(Process process, Path root, String file) throws Exception {
    Path target = root.resolve(file);
    long deadline = System.nanoTime() + MINUTES.toNanos(10);
    Path parent = root;
    for (Path part : root.relativize(target)) {
      Path next = parent.resolve(part);
      try (WatchService watch = root.getFileSystem().newWatchService()) {
        parent.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        while (!Files.exists(next)) {
          if (!process.isAlive() || System.nanoTime() - deadline > 0) {
            String child = process.isAlive() ? "still runs after 10 minutes" : "ended";
            fail("The child %s without %s: %s", child, next, Files.readString(childLog()));
          }
          WatchKey created = watch.poll(1, SECONDS);
          if (created != null) {
            created.reset();
          }
        }
      }
      parent = next;
    }
  }

  private static void copy(Path from, Path to, String... parts) throws IOException {
    for (String part : parts) {
      try (Stream<Path> files = Files.walk(from.resolve(part))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Path target = to.resolve(from.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  /** Every column but the timings and the place. */
  private static Map<String, List<String>> rows(SparkSession spark, Path run) {
    return Map.of(
        "trajectory",
        spark
            .read()
            .parquet(run.resolve("trajectory").toString())
            .drop("seconds", "run_id")
            .orderBy("iteration")
            .toJSON()
            .collectAsList(),
        "samples",
        spark
            .read()
            .parquet(run.resolve("samples").toString())
            .drop("seconds", "runtime_seconds", "executor", "run_id")
            .orderBy("iteration", "sample")
            .toJSON()
            .collectAsList());
  }
}
