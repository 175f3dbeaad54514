package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.job.Scoring;
import netadapt.run.FoundNetwork;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.SampleRow;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** What a program does that has a Spark session of its own. */
class NetAdaptIT {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  private final List<SparkSession> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(SparkSession::stop);
  }

  @Test
  void exampleRunsInAGivenSessionAndLeavesItAsItWas() {
    SparkSession spark = session("org.apache.spark.serializer.JavaSerializer");
    Map<String, String> before = configuration(spark);
    spark.sparkContext().setJobGroup("cell 7", "a cell", true);

    NetAdaptExample.search(spark, folder.resolve("run").toString());

    assertThat(spark.sparkContext().isStopped()).isFalse();
    assertThat(configuration(spark)).isEqualTo(before);
    assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id")).isEqualTo("cell 7");
    assertThat(spark.sparkContext().getLocalProperty("spark.job.description")).isEqualTo("a cell");
    assertThat(spark.range(3).count()).isEqualTo(3);
    assertThat(folder.resolve("run/found/architecture.json")).exists();
    assertTablesTell(spark, folder.resolve("run").toString());
  }

  private static void assertTablesTell(SparkSession spark, String directory) {
    Settings settings =
        Settings.of(
            "supernet.epochs = 1, search.budgets = [0.75]", Map.of("run.directory", directory));
    try (NetAdapt run = NetAdapt.open(settings, spark, RunListener.NONE)) {
      assertThat(run.page())
          .contains("<title>run – NetAdapt report</title>")
          .contains("<th scope=\"col\">Bypassed</th>"); // by the network that the run keeps
      long iterations = run.trajectory().count();
      assertThat(run.samples().where("selected").count())
          .isEqualTo(run.trajectory().where("best_iteration = iteration").count());
      assertThat(run.tables().samples()).hasSize((int) run.samples().count());
      assertThat(run.tables().trajectory()).hasSize((int) iterations);
      assertThat(run.front().count()).isEqualTo(run.tables().front().size()).isPositive();
      assertThat(run.trainingLog(Step.TRAIN_SUPERNET).count())
          .isEqualTo(run.tables().supernetLog().size());
      SampleRow last = run.tables().samples().get(run.tables().samples().size() - 1);
      assertThat(ArchitectureJson.id(run.network(), run.sample(last.iteration(), last.sample())))
          .isEqualTo(last.architectureId());
      assertThatThrownBy(() -> run.sample(99, 0))
          .isInstanceOf(BadInput.class)
          .hasMessage("there is no sample 99/0 of file:%s/samples".formatted(directory));
      assertThat(run.results().select("budget").collectAsList().toString())
          .isEqualTo("[[null], [637452.0]]");
      try (Scoring scoring = run.scoring()) {
        assertThat(scoring.accuracy("again", run.network().full()))
            .isEqualTo(run.tables().trajectory().get(0).score());
      }
      assertThat(run.score(List.of(run.network().full()), "full").rows().get(0).score())
          .hasValue(run.tables().trajectory().get(0).score());
      assertThat(spark.read().parquet(directory + "/scores").columns())
          .containsExactlyElementsOf(
              Arrays.stream(run.samples().drop("iteration").columns()).toList());
      assertThatThrownBy(() -> run.trainingLog(Step.TRAIN))
          .isInstanceOf(BadInput.class)
          .hasMessageEndingWith("run train first");
    }
  }

  @Test
  void exampleIsWhatTheDocumentationSays() throws IOException {
    String source = Files.readString(Path.of("src/main/java/netadapt/NetAdapt.java"));
    String test = Files.readString(Path.of("src/test/java/netadapt/NetAdaptExample.java"));

    String documented = source.replaceAll("(?s).*<pre>\\{@code\n(.*?) \\* \\}</pre>.*", "$1");
    String compiled = test.replaceAll("(?s).*// example\n(.*?)    // end.*", "$1");

    assertThat(documented.replaceAll("(?m)^ [*] ", "").strip())
        .isEqualTo(compiled.replaceAll("(?m)^    ", "").strip());
  }

  @Test
  void sessionWithKryoIsRefusedBeforeAnyWork() {
    SparkSession spark = session("org.apache.spark.serializer.KryoSerializer");

    assertThatThrownBy(() -> NetAdapt.open(settings(), spark, RunListener.NONE))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("spark.serializer is org.apache.spark.serializer.KryoSerializer");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void cancelledTrainingIsContinuedByTheNextCall() {
    SparkSession spark = session("org.apache.spark.serializer.JavaSerializer");
    AtomicReference<NetAdapt> running = new AtomicReference<>();
    List<String> told = new ArrayList<>();
    RunListener cancelling =
        new RunListener() {
          @Override
          public void advanced(Step step, double fraction, String what) {
            if (step == Step.TRAIN_SUPERNET && fraction > 0.5 && !told.contains("cancelled")) {
              told.add("cancelled");
              running.get().cancel();
            }
          }

          @Override
          public void interrupted(Step step) {
            told.add(step.word() + " ended");
          }

          @Override
          public void done(Step step, String result) {
            told.add(step.word() + " done");
          }
        };
    try (NetAdapt run = NetAdapt.open(settings(), spark, cancelling)) {
      running.set(run);
      assertThatThrownBy(() -> run.perform(Step.PREPARE, Step.TRAIN_SUPERNET))
          .isInstanceOf(Stopped.class)
          .hasMessageContaining("train-supernet was cancelled");
      assertThat(run.done(Step.PREPARE)).isTrue();
      assertThat(run.done(Step.TRAIN_SUPERNET)).isFalse();

      run.perform(Step.PREPARE, Step.TRAIN_SUPERNET);

      assertThat(run.done(Step.TRAIN_SUPERNET)).isTrue();
      assertThat(told)
          .containsExactly(
              "prepare done", "cancelled", "train-supernet ended", "train-supernet done");
    }
  }

  @Test
  void cancelFromAnotherThreadEndsTheJobThatRuns() throws Exception {
    SparkSession spark = session("org.apache.spark.serializer.JavaSerializer");
    List<String> results = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void done(Step step, String result) {
            results.add(result);
          }
        };
    try (NetAdapt run = NetAdapt.open(settings(), spark, listener)) {
      run.perform(Step.PREPARE, Step.TRAIN_SUPERNET);
      cancelAsAJobStarts(spark, run, "search: iteration");

      assertThatThrownBy(() -> run.perform(Step.SEARCH))
          .isInstanceOf(Stopped.class)
          .hasMessageStartingWith("search was cancelled");
      assertThat(run.done(Step.SEARCH)).isFalse();

      run.perform(Step.SEARCH);
      assertThat(run.done(Step.SEARCH)).isTrue();

      cancelAsAJobStarts(spark, run, "test accuracy");
      assertThatThrownBy(() -> run.perform(Step.TRAIN)).isInstanceOf(Stopped.class);
      assertThat(run.done(Step.TRAIN)).isFalse();

      run.perform(Step.TRAIN);
      assertThat(run.done(Step.TRAIN)).isTrue();
      assertThat(results.get(results.size() - 1)).startsWith("test accuracy ");
    }
  }

  @Test
  void networksOfAllBudgetsAreTestedOnImagesThatDidNotChooseThem() {
    SparkSession spark = session("org.apache.spark.serializer.JavaSerializer");
    Settings settings =
        Settings.of(
            "supernet.epochs = 1, search { budgets = [0.8, 0.6], samples = 4 }, train.epochs = 1",
            Map.of("run.directory", folder.resolve("run").toString()));
    try (NetAdapt run = NetAdapt.open(settings, spark, RunListener.NONE)) {
      run.perform(Step.PREPARE, Step.TRAIN_SUPERNET, Step.SEARCH);
      RunResults untested = run.tables().results();
      run.perform(Step.TRAIN);

      assertThat(run.done(Step.TRAIN)).isTrue();
      RunResults results = run.tables().results();
      assertThat(results.initial().orElseThrow().sharedTestAccuracy()).isPresent();
      assertThat(results.found())
          .hasSize(2)
          .allSatisfy(found -> assertThat(found.network().sharedTestAccuracy()).isPresent());

      FoundNetwork smallest = results.found().get(1);
      try (RunDirectory directory = new RunDirectory(run.directory().toString(), HADOOP)) {
        untested
            .trained(
                smallest.network().architectureId(),
                smallest.network().training().orElseThrow(),
                smallest.network().testAccuracy(),
                smallest.network().furtherTests())
            .write(directory); // as a kill leaves it before the tests with the shared weights
      }
      assertThat(run.done(Step.TRAIN)).isFalse();
      run.perform(Step.TRAIN);
      assertThat(run.tables().results().found()).isEqualTo(results.found());
    }
  }

  @Test
  void whatWasCancelledBeforeItBeganDoesNotBegin() {
    SparkSession spark = session("org.apache.spark.serializer.JavaSerializer");
    try (NetAdapt run = NetAdapt.open(settings(), spark, RunListener.NONE)) {
      run.cancel();

      assertThatThrownBy(() -> run.perform(Step.PREPARE)).isInstanceOf(Stopped.class);
      assertThat(run.done(Step.PREPARE)).isFalse();
    }
  }

  /** On Spark's own thread, once, while the run waits for the job. */
  private static void cancelAsAJobStarts(SparkSession spark, NetAdapt run, String description) {
    AtomicBoolean once = new AtomicBoolean();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart start) {
                String job = String.valueOf(start.properties().get("spark.job.description"));
                if (job.contains(description) && once.compareAndSet(false, true)) {
                  run.cancel();
                }
              }
            });
  }

  @Test
  void anyNumberOfNetworksIsScoredInOneJob() throws Exception {
    SparkSession spark = session("org.apache.spark.serializer.JavaSerializer");
    try (NetAdapt run = NetAdapt.open(settings(), spark, RunListener.NONE)) {
      run.perform(Step.PREPARE, Step.TRAIN_SUPERNET);
      List<Architecture> networks = run.randomNetworks(12, 0.2, 0.8, 1);
      Queue<String> jobs = new ConcurrentLinkedQueue<>();
      spark
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onJobStart(SparkListenerJobStart start) {
                  jobs.add(String.valueOf(start.properties().get("spark.job.description")));
                }
              });

      assertThat(run.score(networks).rows()).hasSize(12);

      spark.sparkContext().listenerBus().waitUntilEmpty();
      assertThat(jobs).filteredOn(job -> job.equals("score: 12 in all")).hasSize(1);
    }
  }

  private Settings settings() {
    return Settings.of(
        "supernet { epochs = 1, checkpoint-rounds = 1 }, search { budgets = [0.8], samples = 4 },"
            + "train.epochs = 1",
        Map.of("run.directory", folder.resolve("run").toString()));
  }

  private SparkSession session(String serializer) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("somebody's")
            .config("spark.ui.enabled", "false")
            .config("spark.serializer", serializer)
            .getOrCreate();
    started.add(spark);
    spark.range(1).count(); // Spark itself sets its SQL up with the first query
    return spark;
  }

  private static Map<String, String> configuration(SparkSession spark) {
    return Arrays.stream(spark.sparkContext().getConf().getAll())
        .collect(Collectors.toMap(Tuple2::_1, Tuple2::_2));
  }
}
