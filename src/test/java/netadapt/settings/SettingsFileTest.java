package netadapt.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.data.Augmentation;
import netadapt.data.AutoAugment;
import netadapt.nn.Draws;
import netadapt.settings.TrainedNetworks.Baseline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("run.conf");
  }

  @Test
  void emptyFileGivesTheDefaults() {
    Settings settings = read("", Map.of());

    assertThat(settings.network()).isEqualTo("mnist");
    assertThat(settings.search().plan().samples()).isEqualTo(48);
    assertThat(settings.data().path()).isEmpty();
    assertThat(settings.data().directory()).isEqualTo("runs/mnist/data");
    assertThat(settings.data().normalization().ofDataset()).isTrue();
    assertThat(settings.supernet().plan().draws()).isEqualTo(new Draws(Draws.Rule.PATH, 1, 4, 0));
    assertThat(settings.supernet().plan().regularization().labelSmoothing()).isZero();
    assertThat(settings.train().plan().regularization().labelSmoothing()).isZero();
    assertThat(settings.train().plan().draws().kernelSegments()).isEqualTo(1);
    assertThat(settings.spark()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conf/quickstart.conf"})
  void filesOfTheProjectHaveNoMistakes(Path shipped) {
    assertThat(SettingsFile.read(shipped, Map.of()).network()).isEqualTo("mnist");
  }

  @Test
  void cifarFileOnlyMissesWhereTheImagesAre() {
    Settings settings =
        SettingsFile.read(Path.of("conf/cifar10.conf"), Map.of("data.path", "hdfs://a:1/b c"));

    assertThat(settings.data().path()).isEqualTo("hdfs://a:1/b c");
  }

  @Test
  void optionGoesBeforeTheFileAndTheFileBeforeTheDefaults() {
    Settings settings =
        read("search { samples = 3, layers = 4 }\nrun.seed = 7", Map.of("search.samples", "5"));

    assertThat(settings.search().plan().samples()).isEqualTo(5);
    assertThat(settings.search().plan().descent().layers()).isEqualTo(4);
    assertThat(settings.search().plan().descent().schedule().decay()).isEqualTo(0.98);
    assertThat(settings.search().plan().seed()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0.5, 0.25]", "0.5,0.25"})
  void optionTakesLists(String budgets) {
    assertThat(read("", Map.of("search.budgets", budgets)).search().budgets())
        .isEqualTo(List.of(0.5, 0.25));
  }

  @Test
  void sparkSettingsAreFlattenedAndOptionsReplaceThem() {
    Settings settings =
        read(
            "spark { executor { memory = 2g, cores = 4 }, \"speculation.quantile\" = 0.9 }",
            Map.of("spark.executor.memory", "8g", "spark.speculation", "true"));

    assertThat(settings.spark())
        .isEqualTo(
            Map.of(
                "spark.executor.memory", "8g",
                "spark.executor.cores", "4",
                "spark.speculation", "true",
                "spark.speculation.quantile", "0.9"));
  }

  @Test
  void normalizationMayBeGivenInNumbers() {
    Settings settings = read("data.normalization { mean = [0.5], std = [0.25] }", Map.of());

    assertThat(settings.data().normalization().mean()).containsExactly(0.5);
    assertThat(settings.data().normalization().std()).containsExactly(0.25);
  }

  @Test
  void augmentationHasACropAndAPolicyIfTheyAreSet() {
    assertThat(read("", Map.of()).data().augment())
        .isEqualTo(new Augmentation(0, false, 1, AutoAugment.NONE));
    assertThat(
            read(
                    "data.augment { flip = true, smallest-crop = 0.08, policy = imagenet }",
                    Map.of("data.augment.padding", "2"))
                .data()
                .augment())
        .isEqualTo(new Augmentation(2, true, 0.08, AutoAugment.IMAGENET));
  }

  @Test
  void aTrainingMayChangeItsImagesInAnotherWay() {
    Settings settings =
        Settings.of(
            "data.augment { flip = true, padding = 2 }, train.augment.policy = imagenet", Map.of());

    assertThat(settings.supernet().augmentation())
        .isEqualTo(new Augmentation(2, true, 1, AutoAugment.NONE));
    assertThat(settings.train().augmentation())
        .isEqualTo(new Augmentation(2, true, 1, AutoAugment.IMAGENET));
    Settings turned =
        Settings.of(
            "data.augment { rotation = 5, jitter = 0.4 }, train.augment.scale = 1.5", Map.of());
    assertThat(turned.supernet().augmentation())
        .isEqualTo(new Augmentation(0, false, 1, AutoAugment.NONE, 1, 5, 0.4));
    assertThat(turned.train().augmentation())
        .isEqualTo(new Augmentation(0, false, 1, AutoAugment.NONE, 1.5, 5, 0.4));
    assertThatThrownBy(() -> Settings.of("train.augment.polcy = imagenet", Map.of()))
        .hasMessageContaining(
            "unknown key train.augment.polcy: did you mean train.augment.policy?");
  }

  @Test
  void pathOfASourceThatHasItsOwnImagesIsAMistake() {
    assertThatThrownBy(() -> read("data.path = /images", Map.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(
            "data.path is \"/images\" but must be null where data.source is mnist")
        .hasMessageContaining("run.conf:1");
  }

  @Test
  void nothingIsTrackedUnlessItIsSaidWhere() {
    TrackingSettings none = read("", Map.of()).tracking();
    assertThat(none)
        .isEqualTo(new TrackingSettings("", new TrackingSettings.Mlflow("", "netadapt", "")));

    TrackingSettings all =
        read(
                "tracking { tensorboard = ${run.directory}\"/tensorboard\", mlflow.uri = databricks }",
                Map.of("run.directory", "hdfs://a/b", "tracking.mlflow.run-name", "first"))
            .tracking();
    assertThat(all)
        .isEqualTo(
            new TrackingSettings(
                "hdfs://a/b/tensorboard",
                new TrackingSettings.Mlflow("databricks", "netadapt", "first")));
  }

  @Test
  void eventsInTheRunsDirectoryMoveWithIt() {
    String kept =
        read("tracking.tensorboard = ${run.directory}\"/events\"", Map.of("run.directory", "/old"))
            .resolved()
            .text();

    assertThat(ResolvedSettings.parse(kept, "/new", "config.conf").values())
        .containsEntry("tracking.tensorboard", "/new/events")
        .containsEntry("data.directory", "/new/data")
        .doesNotContainKey("tracking.mlflow.uri");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:5000",
        "https://mlflow.example.org/team/a",
        "databricks",
        "databricks://my-profile"
      })
  void mlflowServersAreNamedByTheirUris(String uri) {
    assertThat(read("", Map.of("tracking.mlflow.uri", uri)).tracking().mlflow().uri())
        .isEqualTo(uri);
  }

  @Test
  void includedFilesAreRead() throws IOException {
    Files.writeString(folder.resolve("more.conf"), "search.samples = 3");

    assertThat(read("include \"more.conf\"", Map.of()).search().plan().samples()).isEqualTo(3);
    assertThat(read("include \"more\"", Map.of()).search().plan().samples()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"include \"absent.conf\"", "include file(\"absent.conf\")"})
  void anIncludedFileThatIsMissingIsAMistake(String include) {
    assertThatThrownBy(() -> read("network = mnist\n" + include, Map.of()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("run.conf includes absent.conf, which is not there");
  }

  @Test
  void networksToTrainMayBeNamedOrListed() {
    String search = "search.budgets = [0.75, 0.5]\n";
    assertThat(read(search, Map.of()).train().networks())
        .isEqualTo(new TrainedNetworks(List.of(0.5), List.of(Baseline.INITIAL, Baseline.SCALED)));
    assertThat(
            read(search + "train { budgets = all, baselines = [] }", Map.of()).train().networks())
        .isEqualTo(new TrainedNetworks(List.of(0.75, 0.5), List.of()));
    assertThat(
            read(search, Map.of("train.budgets", "0.75", "train.baselines", "scaled,initial"))
                .train()
                .networks())
        .isEqualTo(new TrainedNetworks(List.of(0.75), List.of(Baseline.SCALED, Baseline.INITIAL)));
  }

  @Test
  void theSuperNetworksDrawsMayBeThePapers() {
    assertThat(read("supernet.draws = uniform", Map.of()).supernet().plan().draws().rule())
        .isEqualTo(Draws.Rule.UNIFORM);
  }

  @Test
  void theFirstMetricIsTheSameSettingWhetherItIsNamedOrNot() {
    Settings named = read("", Map.of("scoring.metric", "top-1"));

    assertThat(read("", Map.of()).resolved().text()).isEqualTo(named.resolved().text());
  }

  @Test
  void resolvedConfigurationReadsAsTheSameSettings() {
    Settings settings =
        read(
            "spark.executor.memory = 2g\ndata { source = images, path = \"a b\" }",
            Map.of("spark.speculation", "true"));

    Settings again = read(settings.resolved().text(), Map.of());

    assertThat(again.resolved().text()).isEqualTo(settings.resolved().text());
    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFields("origins", "resolved")
        .isEqualTo(settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e11", "100000000000", " 100000000000 "})
  void wholeNumbersMayBeWrittenWithAnExponent(String seed) {
    assertThat(read("", Map.of("run.seed", seed)).run().seed()).isEqualTo(100_000_000_000L);
    assertThat(read("run.seed = 1e11", Map.of()).run().seed()).isEqualTo(100_000_000_000L);
  }

  @Test
  void whereASettingOfSparkWasWrittenIsKnown() {
    Origins origins =
        read(
                "spark {\n executor { memory = 2g }\n \"speculation.quantile\" = 0.9 }",
                Map.of("spark.task.cpus", "2"))
            .origins();

    assertThat(origins.ofSpark("spark.executor.memory")).isEqualTo(file + ":2");
    assertThat(origins.ofSpark("spark.speculation.quantile")).isEqualTo(file + ":3");
    assertThat(origins.ofSpark("spark.task.cpus")).isEqualTo("-Dspark.task.cpus=2");
  }

  @Test
  void learningRateGrowsWithTheBatch() {
    netadapt.train.Optimizer optimizer = read("", Map.of()).supernet().plan().optimizer();

    assertThat(optimizer.learningRate(2048)).isEqualTo(0.128);
  }

  private Settings read(String text, Map<String, String> options) {
    return WrittenSettings.read(file, text, options);
  }
}
