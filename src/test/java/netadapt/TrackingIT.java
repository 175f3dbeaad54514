package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import netadapt.metrics.EventsReader;
import netadapt.metrics.FakeMlflow;
import netadapt.metrics.FakeMlflow.TrackedRun;
import netadapt.run.RunDirectory;
import netadapt.run.TrainingLogRow;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** Where the numbers of a run go while it works. */
class TrackingIT {
  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  private static final String SMALL =
      """
      supernet { batch = 32, steps-per-round = 4, workers = 2 }
      search { strategy = descent, budgets = [0.8], samples = 4, reduction = 0.2 }
      train.baselines = []
      """;

  @TempDir private Path folder;
  private FakeMlflow mlflow;

  @BeforeEach
  void startServer() throws IOException {
    mlflow = FakeMlflow.start();
  }

  @AfterEach
  void stopServer() {
    mlflow.close();
  }

  @Test
  void everyStepOfARunIsTrackedInAllPlaces() throws IOException {
    String secret = "spark { \"hadoop.fs.azure.account.key.store\" = hunter2 }\n";
    String settings = SMALL + secret + toMlflow() + toTensorBoard();
    try (NetAdapt run = DIGITS.open(folder.resolve("run"), settings)) {
      run.perform(Step.TRAIN_SUPERNET, Step.SEARCH, Step.TRAIN);

      assertThat(gauges())
          .contains("supernet.loss", "supernet.images_per_second", "supernet.full_accuracy")
          .contains("search.score", "search.macs", "search.target", "result.initial.score")
          .anyMatch(name -> name.matches("train\\.[0-9a-f]{16}-seed-1\\.loss"));
    }

    assertThat(gauges()).isEmpty();
    TrackedRun tracked = mlflow.runs().get(0);
    assertThat(tracked.status()).isEqualTo("FINISHED");
    assertThat(tracked.tags()).containsEntry("mlflow.runName", "run");
    assertThat(tracked.parameters()).containsEntry("search.samples", "4");
    assertThat(tracked.parameters().keySet()).noneMatch(key -> key.startsWith("spark"));
    assertThat(folder.resolve("run/config.conf")).content().doesNotContain("hunter2");
    assertThat(tracked.steps("supernet/loss")).isEqualTo(steps());
    assertThat(tracked.steps("search/score")).startsWith(0L, 1L);
    assertThat(tracked.metrics())
        .anyMatch(name -> name.matches("result/found-[0-9.]+/test_accuracy"))
        .anyMatch(name -> name.matches("result/[0-9a-f]{16}-seed-1/test_accuracy"));
    assertThat(shown("search").get("score")).hasSameSizeAs(tracked.steps("search/score"));
    assertThat(shown("result/initial").get("shared_test_accuracy")).containsOnlyKeys(0L);
  }

  @Test
  void aRunThatIsStoppedGoesOnInTheSameChartsAndFillsInWhatWasNotTracked() throws IOException {
    stopAfterTwoRounds(SMALL + toMlflow());
    assertThat(mlflow.runs()).extracting(TrackedRun::status).containsExactly("KILLED");

    try (NetAdapt run = DIGITS.open(folder.resolve("run"), SMALL + toMlflow() + toTensorBoard())) {
      run.perform(Step.TRAIN_SUPERNET);
    }

    assertThat(mlflow.runs()).extracting(TrackedRun::status).containsExactly("FINISHED");
    assertThat(steps()).hasSizeGreaterThan(2);
    assertThat(mlflow.runs().get(0).steps("supernet/loss")).isEqualTo(steps());
    assertThat(shown("supernet").get("loss").keySet()).containsExactlyElementsOf(steps());
  }

  @Test
  void aRunThatIsStoppedAndGoesOnInTheSameObjectHasEveryStepOnce() throws IOException {
    AtomicReference<NetAdapt> opened = new AtomicReference<>();
    String settings = SMALL + toMlflow() + toTensorBoard();
    try (NetAdapt run =
        DIGITS.open(folder.resolve("run"), settings, cancellingAfterTwoRounds(opened))) {
      opened.set(run);
      assertThatThrownBy(() -> run.perform(Step.TRAIN_SUPERNET)).isInstanceOf(Stopped.class);
      run.perform(Step.TRAIN_SUPERNET);
    }

    assertThat(mlflow.runs()).extracting(TrackedRun::status).containsExactly("FINISHED");
    assertThat(mlflow.runs().get(0).steps("supernet/loss")).isEqualTo(steps());
    assertThat(shown("supernet").get("loss").keySet()).containsExactlyElementsOf(steps());
  }

  @Test
  void aRunGoesOnWithoutAServerThatIsNotThere() {
    String nowhere = mlflow.uri();
    mlflow.close();
    List<String> warnings = new CopyOnWriteArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void warned(String warning) {
            warnings.add(warning);
          }
        };

    try (NetAdapt run =
        DIGITS.open(
            folder.resolve("run"),
            SMALL + "tracking.mlflow.uri = \"%s\"\n".formatted(nowhere),
            listener)) {
      run.perform(Step.TRAIN_SUPERNET);
      assertThat(run.done(Step.TRAIN_SUPERNET)).isTrue();
    }

    assertThat(warnings).filteredOn(warning -> warning.contains(nowhere)).hasSize(1);
  }

  private void stopAfterTwoRounds(String settings) {
    AtomicReference<NetAdapt> opened = new AtomicReference<>();
    try (NetAdapt run =
        DIGITS.open(folder.resolve("run"), settings, cancellingAfterTwoRounds(opened))) {
      opened.set(run);
      assertThatThrownBy(() -> run.perform(Step.TRAIN_SUPERNET)).isInstanceOf(Stopped.class);
      run.perform(Step.REPORT); // which hides nothing
    }
  }

  private static RunListener cancellingAfterTwoRounds(AtomicReference<NetAdapt> opened) {
    List<Double> rounds = new ArrayList<>();
    return new RunListener() {
      @Override
      public void advanced(Step step, double fraction, String what) {
        rounds.add(fraction);
        if (rounds.size() == 2) {
          opened.get().cancel();
        }
      }
    };
  }

  private String toMlflow() {
    return "tracking.mlflow.uri = \"%s\"\n".formatted(mlflow.uri());
  }

  private String toTensorBoard() {
    return "tracking.tensorboard = \"%s\"\n".formatted(folder.resolve("events"));
  }

  private Map<String, Map<Long, Float>> shown(String series) throws IOException {
    return EventsReader.shown(folder.resolve("events").resolve(series));
  }

  /** Those of the super-network's rounds, by its log. */
  private List<Long> steps() {
    try (RunDirectory directory =
        new RunDirectory(folder.resolve("run").toString(), new Configuration())) {
      return TrainingLogRow.read(directory, directory.supernet()).stream()
          .map(TrainingLogRow::step)
          .toList();
    }
  }

  private static Set<String> gauges() {
    Set<String> names = new TreeSet<>();
    for (Source source :
        JavaConverters.seqAsJavaList(SparkEnv.get().metricsSystem().getSourcesByName("netadapt"))) {
      names.addAll(source.metricRegistry().getGauges().keySet());
    }
    return names;
  }
}
