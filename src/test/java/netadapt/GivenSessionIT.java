package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import netadapt.rank.RankPlan;
import netadapt.run.UnknownScores;
import netadapt.settings.Settings;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** Bad input is thrown; it never ends the process, nor stops the session that it was given. */
@Timeout(300)
class GivenSessionIT {
  private static final String TINY =
      "network = mnist, data { held-out = 8000, test = 1000 }, supernet.epochs = 1,"
          + " search { budgets = [0.75], samples = 4 }\n";

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    spark.range(1).count(); // Spark itself sets its SQL up with the first query
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void mistakesInSettingsAreThrown() {
    Map<String, ThrowingCallable> mistakes = new LinkedHashMap<>();
    mistakes.put("search.samples is 0", () -> open("search.samples = 0"));
    mistakes.put("search.samplse", () -> open("search.samplse = 4"));
    mistakes.put("no-such-network", () -> open("network = no-such-network"));
    mistakes.put("search.metric", () -> open("search.metric = no_such_metric"));
    mistakes.put("search.budgets", () -> open("search.budgets = [-1]"));
    mistakes.put("s3://bucket/run", () -> open("run.directory = \"s3://bucket/run\""));
    mistakes.put("nowhere.conf", () -> Settings.read(Path.of("nowhere.conf"), Map.of()));

    assertThrownAndNothingLeft(mistakes);
  }

  @Test
  void whatIsNotThereIsThrown() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("file"), "");
    Map<String, ThrowingCallable> mistakes = new LinkedHashMap<>();
    mistakes.put("holds no run", () -> with("", NetAdapt::tables));
    mistakes.put(
        "missing",
        () -> perform("data { source = images, path = \"%s/missing\" }".formatted(folder)));
    mistakes.put(
        "empty", () -> perform("data { source = images, path = \"%s/empty\" }".formatted(folder)));
    mistakes.put("/file", () -> perform("run.directory = \"%s/file\"".formatted(folder)));
    mistakes.put("no trajectory", () -> with("", NetAdapt::trajectory));
    mistakes.put("no samples", () -> with("", NetAdapt::samples));
    mistakes.put("no front", () -> with("", NetAdapt::front));
    mistakes.put("run prepare first", () -> with("", run -> run.perform(Step.SEARCH)));
    mistakes.put("prepare", () -> with("", NetAdapt::network));
    mistakes.put(
        "missing-run but holds no run",
        () -> Replay.search(settings("missing-run"), UnknownScores.ESTIMATE));

    assertThrownAndNothingLeft(mistakes);
  }

  @Test
  void whatDoesNotFitAPreparedRunIsThrown() throws IOException {
    perform("");
    Path architecture = Files.writeString(folder.resolve("architecture.json"), "{ no JSON");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"network\": \"cifar10\"}");
    Map<String, ThrowingCallable> mistakes = new LinkedHashMap<>();
    mistakes.put("architecture.json", () -> with("", run -> run.architecture(architecture + "")));
    mistakes.put("cifar10", () -> with("", run -> run.architecture(other.toString())));
    mistakes.put("nowhere.json", () -> with("", run -> run.architecture("nowhere.json")));
    mistakes.put("sample 0/0", () -> with("", run -> run.sample(0, 0)));
    mistakes.put("train-supernet first", () -> with("", run -> run.perform(Step.SEARCH)));
    mistakes.put(
        "run train-supernet first",
        () -> with("", run -> run.score(List.of(run.network().full()))));
    mistakes.put(
        "train-supernet",
        () -> with("", run -> run.rankCheck(new RankPlan(4, 1, 0.3, 0.7, OptionalInt.empty(), 1))));
    mistakes.put("data.test", () -> with("data.test = 500", run -> run.perform(Step.PREPARE)));

    assertThrownAndNothingLeft(mistakes);
  }

  @Test
  void cancelledRunIsThrown() {
    Map<String, ThrowingCallable> mistakes = new LinkedHashMap<>();
    mistakes.put(
        "prepare was cancelled",
        () ->
            with(
                "",
                run -> {
                  run.cancel();
                  run.perform(Step.PREPARE);
                }));
    mistakes.put("train-supernet was cancelled", this::cancelTraining);

    assertThrownAndNothingLeft(mistakes);
  }

  private void cancelTraining() {
    AtomicReference<NetAdapt> open = new AtomicReference<>();
    RunListener cancelling =
        new RunListener() {
          @Override
          public void started(Step step) {
            if (step == Step.TRAIN_SUPERNET) {
              open.get().cancel();
            }
          }
        };
    try (NetAdapt run = NetAdapt.open(settings("run"), spark, cancelling)) {
      open.set(run);
      run.begin(Step.PREPARE, Step.TRAIN_SUPERNET).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertThrownAndNothingLeft(Map<String, ThrowingCallable> mistakes) {
    Set<String> threads = ours();
    spark.sparkContext().setJobGroup("cell 7", "a cell", true);
    Map<String, String> before = JavaConverters.mapAsJavaMap(spark.conf().getAll());
    mistakes.forEach(
        (words, mistake) -> {
          assertThatThrownBy(mistake, words)
              .isInstanceOfAny(BadInput.class, Stopped.class)
              .hasMessageContaining(words);
          assertThat(spark.sparkContext().isStopped()).as(words).isFalse();
          assertThat(spark.range(3).count()).as(words).isEqualTo(3);
        });
    assertThat(JavaConverters.mapAsJavaMap(spark.conf().getAll())).isEqualTo(before);
    assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id")).isEqualTo("cell 7");
    assertThat(spark.sparkContext().getLocalProperty("spark.job.description")).isEqualTo("a cell");
    await(() -> spark.sparkContext().statusTracker().getActiveJobIds().length == 0);
    await(() -> threads.containsAll(ours()));
  }

  /** Threads and jobs end a moment after they are told to. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait(); // until the class's timeout
    }
  }

  /** Threads of the program; the kernels' are kept for the next training. */
  private static Set<String> ours() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      boolean work = name.startsWith("netadapt-") && !name.equals("netadapt-kernels");
      if (work || name.equals("progress") || !thread.isDaemon()) {
        names.add(name);
      }
    }
    return names;
  }

  private void open(String settings) {
    NetAdapt.open(settings("run", settings), spark, RunListener.NONE).close();
  }

  private void perform(String settings) {
    with(settings, run -> run.perform(Step.PREPARE));
  }

  private void with(String settings, Consumer<NetAdapt> work) {
    try (NetAdapt run = NetAdapt.open(settings("run", settings), spark, RunListener.NONE)) {
      work.accept(run);
    }
  }

  private Settings settings(String directory) {
    return settings(directory, "");
  }

  private Settings settings(String directory, String changes) {
    String place = "run.directory = \"%s\"\n".formatted(folder.resolve(directory));
    return Settings.of(TINY + place + changes, Map.of());
  }
}
