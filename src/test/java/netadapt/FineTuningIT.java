package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import netadapt.run.SampleRow;
import netadapt.settings.Settings;
import org.apache.commons.io.FileUtils;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches of a few iterations on a thousand digits, with samples that are fine-tuned. */
class FineTuningIT {
  private static final String SEARCH =
      """
      data { held-out = 1000, test = 8000 }
      supernet.epochs = 1
      search { strategy = descent, layers = 1, samples = 3, reduction = 0.05, budgets = [0.88]
               choose-by = score, propose-by = random }
      """;

  private static final String FINE_TUNED = "scoring.fine-tune-steps = 3\n";

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static List<String> expected;

  @BeforeAll
  static void searchOnce() throws IOException {
    startSpark("local[2]");
    try (NetAdapt run = open("first", FINE_TUNED)) {
      run.perform(Step.PREPARE, Step.TRAIN_SUPERNET);
      copySupernet();
      run.perform(Step.SEARCH);
      expected = rows(run);
    }
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static void startSpark(String master) {
    spark = SparkSession.builder().master(master).config("spark.ui.enabled", "false").getOrCreate();
  }

  private static NetAdapt open(String name, String more) {
    Map<String, String> places =
        Map.of(
            "run.directory", folder.resolve(name).resolve("run").toString(),
            "data.directory", folder.resolve("data").toString());
    return NetAdapt.open(Settings.of(SEARCH + more, places), spark, RunListener.NONE);
  }

  private static Path run(String name) {
    return folder.resolve(name).resolve("run");
  }

  private static void copySupernet() throws IOException {
    for (String name : List.of("shared", "other", "killed", "small")) {
      FileUtils.copyDirectory(
          run("first").resolve("supernet").toFile(), run(name).resolve("supernet").toFile());
    }
  }

  /** All columns of both tables but the timings and the place. */
  private static List<String> rows(NetAdapt run) {
    return Stream.concat(
            run.tables().trajectory().stream().map(Object::toString),
            run.tables().samples().stream().map(Object::toString))
        .map(row -> row.replaceAll(", (seconds|runtimeSeconds|executor)=[^,\\]]+", ""))
        .toList();
  }

  private static List<Double> scores(NetAdapt run, int iteration) {
    return run.tables().samples().stream()
        .filter(row -> row.iteration() == iteration)
        .map(row -> row.score().orElseThrow())
        .toList();
  }

  @Test
  void fineTunedSamplesScoreOtherwiseThanWithSharedWeightsAndTheInitialNetworkTheSame() {
    try (NetAdapt shared = open("shared", "");
        NetAdapt tuned = open("first", FINE_TUNED)) {
      shared.perform(Step.SEARCH);

      assertThat(scores(tuned, 0)).isEqualTo(scores(shared, 0));
      // Sample by sample: two different ones may well have as many images right.
      assertThat(scores(tuned, 1))
          .hasSize(3)
          .zipSatisfy(scores(shared, 1), (own, other) -> assertThat(own).isNotEqualTo(other));
      assertThat(tuned.tables().samples())
          .extracting(SampleRow::provenance)
          .extracting(of -> of.fineTuneSteps())
          .containsOnly(3);
    }
  }

  @Test
  void scoresAreTheSameWithAnotherNumberOfTaskSlots() {
    spark.stop();
    startSpark("local[1]");
    try (NetAdapt run = open("other", FINE_TUNED)) {
      run.perform(Step.SEARCH);

      assertThat(rows(run)).isEqualTo(expected);
    }
  }

  @Test
  void aSearchThatIsStoppedGoesOnToTheSameTables() {
    try (NetAdapt run = open("killed", FINE_TUNED)) {
      cancelBeforeTheWinnerOfIterationTwoIsTrained(run);
      assertThatThrownBy(() -> run.perform(Step.SEARCH)).isInstanceOf(Stopped.class);
      assertThat(run.tables().trajectory()).hasSize(2);
      assertThat(run("killed").resolve("fine-tuned/iteration-0001/average.zip")).exists();
      assertThat(run("killed").resolve("fine-tuned/iteration-0002")).doesNotExist();
      run.perform(Step.SEARCH);

      assertThat(rows(run)).isEqualTo(expected);
    }
  }

  private static void cancelBeforeTheWinnerOfIterationTwoIsTrained(NetAdapt run) {
    AtomicInteger times = new AtomicInteger();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart start) {
                String job = String.valueOf(start.properties().get("spark.job.description"));
                if (job.equals("search: iteration 2: the winner's weights")
                    && times.incrementAndGet() == 1) {
                  run.cancel();
                }
              }
            });
  }

  @Test
  void weightsOfAnIterationThatWasNotCommittedAreTrainedAnew() throws IOException {
    copyIterationsBelow(2, "uncommitted");
    Path leftover = run("uncommitted").resolve("fine-tuned/iteration-0002/average.zip");
    Files.writeString(leftover, "half");
    try (NetAdapt run = open("uncommitted", FINE_TUNED)) {
      run.perform(Step.SEARCH);

      assertThat(rows(run)).isEqualTo(expected);
      assertThat(leftover).isNotEmptyFile();
      assertThat(Files.size(leftover)).isGreaterThan("half".length());
    }
  }

  @Test
  void missingWeightsOfACommittedIterationAreTold() throws IOException {
    copyIterationsBelow(2, "lost");
    Files.delete(run("lost").resolve("fine-tuned/iteration-0001/average.zip"));
    try (NetAdapt run = open("lost", FINE_TUNED)) {
      assertThatThrownBy(() -> run.perform(Step.SEARCH))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("fine-tuned/iteration-0001 is missing but iteration 2 starts from");
    }
  }

  /** What a search leaves that is killed before it commits an iteration. */
  private static void copyIterationsBelow(int iteration, String name) throws IOException {
    FileUtils.copyDirectory(run("first").toFile(), run(name).toFile());
    FileUtils.deleteDirectory(run(name).resolve("found").toFile());
    try (Stream<Path> files = Files.list(run(name).resolve("trajectory"))) {
      String first = "iteration-%04d".formatted(iteration);
      for (Path file : files.toList()) {
        if (file.getFileName().toString().compareTo(first) > 0) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void settingsOfTheFineTuningMustStay() {
    try (NetAdapt run = open("first", FINE_TUNED + "train.batch = 32")) {
      assertThatThrownBy(() -> run.perform(Step.SEARCH))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.batch is 32 but this run was begun with 64");
    }
  }

  @Test
  void lessThanAMinibatchOfImagesIsTheUsersMistake() {
    try (NetAdapt run = open("small", FINE_TUNED + "train.batch = 2000")) {
      assertThatThrownBy(() -> run.perform(Step.SEARCH))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.batch is 2000 but must be at most 1000");
    }
  }
}
