package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netadapt.rank.RankCheck;
import netadapt.rank.RankPlan;
import netadapt.rank.Ranking;
import netadapt.run.RankRow;
import netadapt.settings.Settings;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rank checks of a few networks on a thousand digits. */
class RankCheckIT {
  private static final RankPlan PLAN = new RankPlan(3, 2, 0.3, 0.7, OptionalInt.of(1), 3);

  @TempDir private static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void trainSupernet() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    try (NetAdapt run = open("whole", "", RunListener.NONE)) {
      run.perform(Step.PREPARE, Step.TRAIN_SUPERNET);
    }
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static NetAdapt open(String name, String more, RunListener listener) {
    String text =
        "data { held-out = 1000, test = 8000 }, supernet.epochs = 1, train.initial-weights = random";
    Settings settings =
        Settings.of(
            text + more,
            Map.of(
                "run.directory", folder.resolve(name).toString(),
                "data.directory", folder.resolve("data").toString()));
    return NetAdapt.open(settings, spark, listener);
  }

  private static void copySupernet(String name) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name).resolve("supernet"));
    try (Stream<Path> files = Files.list(folder.resolve("whole/supernet"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  /** All but timings, place and name. */
  private static List<String> results(NetAdapt run) {
    return run.tables().rankCheck().stream()
        .map(
            row ->
                "%s %s %s %s %s"
                    .formatted(
                        row.network(),
                        row.training(),
                        row.architectureId(),
                        row.score(),
                        row.accuracy()))
        .toList();
  }

  @Test
  void cancelledCheckTrainsOnlyWhatIsMissingAndEndsAlike() throws IOException {
    copySupernet("cancelled");
    AtomicReference<NetAdapt> running = new AtomicReference<>();
    RunListener cancelling =
        new RunListener() {
          @Override
          public void working(double fraction, String what) {
            if (fraction > 0 && running.get() != null) {
              running.getAndSet(null).cancel();
            }
          }
        };
    int before;
    RankCheck resumed;
    AtomicInteger trained = new AtomicInteger();
    List<String> results;
    try (NetAdapt run = open("cancelled", "", cancelling)) {
      running.set(run);
      assertThatThrownBy(() -> run.rankCheck(PLAN))
          .isInstanceOf(Stopped.class)
          .hasMessageStartingWith("rank-check was cancelled");
      before = run.tables().rankCheck().size();
      assertThat(before).isBetween(1, 5);

      countTasks("rank-check: ", trained);
      resumed = run.rankCheck(PLAN);
      results = results(run);
    }

    assertThat(trained).hasValue(6 - before);
    try (NetAdapt whole = open("whole", ", train.workers = 7", RunListener.NONE)) {
      assertThat(whole.rankCheck(PLAN)).isEqualTo(resumed);
      assertThat(results(whole)).isEqualTo(results);
      assertRowsTell(whole.tables().rankCheck(), resumed);
    }
  }

  private static void assertRowsTell(List<RankRow> rows, RankCheck check) {
    assertThat(rows).extracting(RankRow::network).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(rows).extracting(RankRow::training).containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(rows).extracting(RankRow::images).containsOnly(1000L);
    assertThat(rows).extracting(RankRow::testImages).containsOnly(8000L);
    assertThat(rows.stream().map(RankRow::architectureId).distinct()).hasSize(3);
    assertThat(rows).extracting(RankRow::accuracy).doesNotHaveDuplicates();
    double[] means =
        IntStream.range(0, 3)
            .mapToDouble(network -> (accuracy(rows, network, 0) + accuracy(rows, network, 1)) / 2)
            .toArray();
    double best = Arrays.stream(means).max().orElseThrow();
    double mean = Arrays.stream(means).average().orElseThrow();
    assertThat(best).isGreaterThan(0.15); // by chance: 0.1
    assertThat(check.overall().get(Ranking.CHANCE).loss().value())
        .isBetween(best - mean - 1e-9, best - mean + 1e-9);
    assertThat(check.repeated().defined()).isTrue();
  }

  private static double accuracy(List<RankRow> rows, int network, int training) {
    return rows.get(2 * network + training).accuracy().orElseThrow();
  }

  @Test
  void otherSettingsThanThoseOfTheNetworksTrainedAreRefused() throws IOException {
    copySupernet("other");
    RankPlan two = new RankPlan(2, 1, 0.3, 0.7, OptionalInt.of(1), 3);
    try (NetAdapt run = open("other", "", RunListener.NONE)) {
      run.rankCheck(two);
      RankPlan longer = new RankPlan(2, 1, 0.3, 0.7, OptionalInt.of(2), 3);
      assertThatThrownBy(() -> run.rankCheck(longer))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("epochs is 2 but this rank check was begun with 1");
    }
    try (NetAdapt run = open("other", ", train.batch = 32", RunListener.NONE)) {
      assertThatThrownBy(() -> run.rankCheck(two))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.batch is 32 but this rank check was begun with 64");
    }
  }

  @Test
  void aCheckWithoutASuperNetworkSaysWhatToRun() {
    try (NetAdapt run = open("none", "", RunListener.NONE)) {
      assertThatThrownBy(() -> run.rankCheck(PLAN))
          .isInstanceOf(BadInput.class)
          .hasMessageEndingWith("run train-supernet first");
    }
  }

  @Test
  void lessThanAMinibatchOfImagesIsTheUsersMistake() throws IOException {
    copySupernet("small");
    try (NetAdapt run = open("small", ", train.batch = 2000", RunListener.NONE)) {
      assertThatThrownBy(() -> run.rankCheck(PLAN))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.batch is 2000 but must be at most 1000");
    }
  }

  private static void countTasks(String description, AtomicInteger count) {
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart start) {
                String job = String.valueOf(start.properties().get("spark.job.description"));
                if (job.startsWith(description) && job.endsWith("trainings")) {
                  count.addAndGet(start.stageInfos().head().numTasks());
                }
              }
            });
  }
}
