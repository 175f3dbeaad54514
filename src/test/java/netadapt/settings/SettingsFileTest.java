package netadapt.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.cli.Invocation;
import netadapt.data.Augmentation;
import netadapt.data.AutoAugment;
import netadapt.nn.Draws;
import netadapt.settings.TrainedNetworks.Baseline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @CsvSource(
      delimiter = '|',
      value = {
        "search.samples = 0"
            + " | search.samples is 0 but must be at least 1 (F:2; or -Dsearch.samples=48)",
        "search.samples = 2.5"
            + " | search.samples is 2.5 but must be a whole number (F:2; or -Dsearch.samples=48)",
        "search.samples = 1e11"
            + " | search.samples is 100000000000 but must be at most 2147483647 (F:2; or",
        "search.sampels = 3 | unknown key search.sampels: did you mean search.samples? (F:2)",
        "samples = 3 | unknown key samples: did you mean search.samples? (F:2)",
        "data.heldOut = 3 | unknown key data.heldOut: did you mean data.held-out? (F:2)",
        "search = 3 | search is 3 but must be an object { … } (F:2)",
        "search.selector = best | search.selector is \"best\" but must be highest-score or"
            + " least-loss-per-saving (F:2; or -Dsearch.selector=highest-score)",
        "search.budgets = [0.3, 0.5] | search.budgets is [0.3,0.5] but must be one or more numbers"
            + " above 0, descending (F:2; or -Dsearch.budgets=[0.5])",
        "data.augment.flip = maybe"
            + " | data.augment.flip is \"maybe\" but must be true or false (F:2;",
        "data.augment.smallest-crop = 0"
            + " | data.augment.smallest-crop is 0 but must be more than 0 and at most 1 (F:2;",
        "data.augment.smallest-crop = 8"
            + " | data.augment.smallest-crop is 8 but must be more than 0 and at most 1 (F:2;"
            + " or -Ddata.augment.smallest-crop=1)",
        "data.augment.policy = cifar"
            + " | data.augment.policy is \"cifar\" but must be none, imagenet or cifar10 (F:2;"
            + " or -Ddata.augment.policy=none)",
        "data.augment.scale = 0.5 | data.augment.scale is 0.5 but must be at least 1 (F:2;",
        "data.augment.rotation = 181 | data.augment.rotation is 181 but must be from 0 to 180 (F:2;",
        "data.augment.jitter = -1 | data.augment.jitter is -1 but must be from 0 to 1 (F:2;",
        "task = depth, data.source = rooms, data.augment.smallest-crop = 0.5"
            + " | data.augment.smallest-crop is 0.5 but"
            + " must be 1 where images have depths: use scale (F:2;",
        "task = depth, data.source = rooms, train.augment.policy = imagenet"
            + " | train.augment.policy is \"imagenet\""
            + " but must be none where images have depths: use rotation and jitter (F:2;",
        "task = deep | task is \"deep\" but must be classification, depth, or a class on the class path"
            + " that implements netadapt.task.Task (F:2; or -Dtask=classification)",
        "task = depth | task is \"depth\" but must be classification where data.source is mnist, whose"
            + " images have classes (F:2;",
        "data.source = rooms | task is \"classification\" but must be depth where data.source is rooms,"
            + " whose images have a depth for every pixel (",
        "task = depth, data.source = rooms, search.racing = true"
            + " | scoring.metric is not given but must be one that counts images, such as top-1, where"
            + " search.racing is true: a race compares the images that only one of two networks has"
            + " right (",
        "task = depth, data.source = rooms, train.teacher = supernet"
            + " | train.teacher is \"supernet\" but must be null where task is depth: a teacher teaches"
            + " classes (F:2)",
        "task = depth, data.source = rooms, train.label-smoothing = 0.1"
            + " | train.label-smoothing is 0.1 but must be 0 where task is depth: it is a share of"
            + " classes (F:2; or -Dtrain.label-smoothing=0)",
        "task = depth, data.source = rooms, scoring.metric = top-1"
            + " | scoring.metric is \"top-1\" but must be delta-1, negative-rmse, or null for the first"
            + " of them, where task is depth (F:2)",
        "data.channels = 2 | data.channels is 2 but must be 1 (grey), 3 (colours) or 0",
        "data.held-out = 0 | data.held-out is 0 but must be at least 1",
        "data.test = 10.5 | data.test is 10.5 but must be a whole number",
        "data.stored = original | data.stored is \"original\" but must be fitted, pixels or jpeg where"
            + " data.source is mnist, which has no files (",
        "task = depth, data.source = rooms, data.stored = jpeg"
            + " | data.stored is \"jpeg\" but must be fitted where"
            + " data.source is rooms, which has depths (",
        "task = depth, data.source = nyu-frames"
            + " | data.path is not given but must be the images' folder where"
            + " data.source is nyu-frames (the default;",
        "task = depth, data.source = rooms, data.path = /images"
            + " | data.path is \"/images\" but must be null where"
            + " data.source is rooms, which has its own images",
        "data.crop-share = 0 | data.crop-share is 0 but must be more than 0 and at most 1 (",
        "data.stored = raw | data.stored is \"raw\" but must be fitted, pixels, jpeg or original (",
        "data.source = imagenet | data.path is not given but must be the images' folder where"
            + " data.source is imagenet (the default; or -Ddata.path=FOLDER)",
        "data.source = idx | data.path is not given but must be the images' folder where"
            + " data.source is idx (the default; or -Ddata.path=FOLDER)",
        "data.normalization = none | data.normalization is \"none\" but must be dataset, or {",
        "data.normalization { mean = [0.5], std = [0] }"
            + " | data.normalization.std is [0] but must be",
        "train.kernel-segments = 2"
            + " | unknown key train.kernel-segments: did you mean supernet.kernel-segments? (F:2)",
        "supernet.batch = 2 | supernet.kernel-segments is 4 but must be at most supernet.batch, 2",
        "supernet.draws = narrow"
            + " | supernet.draws is \"narrow\" but must be uniform or path"
            + " (F:2; or -Dsupernet.draws=path)",
        "train.draws = path | unknown key train.draws: did you mean supernet.draws? (F:2)",
        "supernet.dropout = 1 | supernet.dropout is 1 but must be at least 0 and below 1 (F:2;",
        "scoring.batch-norm = own"
            + " | scoring.batch-norm is \"own\" but must be running or recalibrated (F:2;",
        "search { racing = true, selector = least-loss-per-saving }"
            + " | search.racing is true but must be false unless selector is highest-score (F:2;",
        "search.racing-confidence = 1"
            + " | search.racing-confidence is 1 but must be more than 0 and below 1 (F:2;",
        "scoring.fine-tune-steps = -1 | scoring.fine-tune-steps is -1 but must be at least 0 (F:2;",
        "scoring.fine-tune-steps = 5"
            + " | scoring.fine-tune-steps is 5 but must be 0 unless search.strategy is descent,"
            + " where all samples of an iteration have one parent"
            + " (F:2; or -Dscoring.fine-tune-steps=0)",
        "search { strategy = descent, racing = true }, scoring.fine-tune-steps = 5"
            + " | scoring.fine-tune-steps is 5 but must be 0 unless search.racing is false:",
        "search.strategy = descent, scoring { batch-norm = recalibrated, fine-tune-steps = 5 }"
            + " | scoring.fine-tune-steps is 5 but must be 0 unless scoring.batch-norm is running:",
        "train.budgets = [0.4]"
            + " | train.budgets is [0.4] but must be all, smallest, or some of search.budgets,"
            + " [0.5] (F:2; or -Dtrain.budgets=smallest)",
        "train.baselines = [full] | train.baselines is [\"full\"] but must be a list of initial"
            + " and scaled (F:2; or -Dtrain.baselines=[\"initial\",\"scaled\"])",
        "train { keep = best, accuracy-epochs = 0 }"
            + " | train.accuracy-epochs is 0 but must be at least 1 where keep is best (F:2;",
        "tracking.mlflow.uri = \"http://me:secret@host:5000\""
            + " | tracking.mlflow.uri is \"http://*********(redacted)@host:5000\" but must be"
            + " http://HOST:PORT or https://HOST:PORT without a password, databricks, or"
            + " databricks://PROFILE (F:2)",
        "tracking.mlflow.uri = mlruns | tracking.mlflow.uri is \"mlruns\" but must be http://",
        "tracking.tensorboard = \" \" | tracking.tensorboard is \" \" but must be a text (F:2",
        "tracking.mlflow.experiment = null"
            + " | tracking.mlflow.experiment is not given but must be a text without an apostrophe (F:2;",
        "tracking.tensor-board = x"
            + " | unknown key tracking.tensor-board: did you mean tracking.tensorboard? (F:2)",
        "spark.x = [1]"
            + " | spark.x is [1] but must be one value: for a list, a text with commas (F:2)",
        "spark.hadoop.fs.s3a.secret.key = [hunter2]"
            + " | spark.hadoop.fs.s3a.secret.key is \"*********(redacted)\" but must be one value:"
            + " for a list, a text with commas (F:2)",
        "spark.x.secret = \"*********(redacted)\""
            + " | spark.x.secret is \"*********(redacted)\" but must be the secret itself, which a"
            + " run does not keep (F:2)",
        "run.seed = ${nowhere} | ${nowhere}",
        "run { | F:3: ",
      })
  void mistakeIsToldWithItsLineAndMend(String line, String message) throws Exception {
    Files.writeString(file, "# a comment\n" + line + "\n");

    Invocation bad = Invocation.of("describe", "--config", file.toString());

    assertThat(bad.err()).contains(message.replace("F:", file + ":")).hasLineCount(1);
    assertThat(bad.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dspark.hadoop.fs.s3a.secret.key.more.secret=hunter2",
        "-Dspark.hadoop.fs.s3a.secret.key=[hunter2",
        "-Dtracking.mlflow.uri=http://me:hunter2@host:5000"
      })
  void mistakesOfOptionsKeepTheirSecrets(String option) throws Exception {
    Files.writeString(file, "supernet.epochs = -1\nspark.hadoop.fs.s3a.secret = [1]\n");

    Invocation bad = Invocation.of("describe", "--config", file.toString(), option);

    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).contains("spark.hadoop.fs.s3a.secret").doesNotContain("hunter2");
  }

  @Test
  void mistakeInAnOptionIsToldAsGiven() {
    assertThatThrownBy(() -> read("", Map.of("search.samples", "0", "search.sample", "[1]")))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "search.samples is 0 but must be at least 1"
                + " (-Dsearch.samples=0; such as -Dsearch.samples=48)\n"
                + "unknown key search.sample: did you mean search.samples? (-Dsearch.sample=[1])");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serach.samples | 3 | unknown key serach: did you mean search? (-Dserach.samples=3)",
        "train.optimiser.momentum | 0.9 | unknown key train.optimiser: did you mean"
            + " train.optimizer? (-Dtrain.optimiser.momentum=0.9)",
        "network.name | mnist | network is an object but must be a name or the path of a file"
            + " (-Dnetwork.name=mnist; such as -Dnetwork=mnist)",
      })
  void mistakeInAnOptionsSectionIsToldWithTheOption(String key, String value, String message) {
    assertThatThrownBy(() -> read("", Map.of(key, value)))
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search..samples | 3 | search..samples is no key: keys are words with dots between them"
            + " (-Dsearch..samples=3)",
        "search.samples | [1 | -Dsearch.samples=[1: List should have ended with ]",
      })
  void anOptionThatCannotBeReadIsToldAsGiven(String key, String value, String message) {
    assertThatThrownBy(() -> read("", Map.of(key, value)))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(message);
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
  void ruleBrokenLaterIsToldWithTheKeyItsLineAndTheMend() {
    Settings settings = read("supernet {\n  batch = 8\n}", Map.of("train.batch", "9"));
    BrokenRule broken = new BrokenRule("batch", 8, "at most 5", "5");

    assertThatThrownBy(() -> settings.using("supernet", () -> refuse(broken)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "supernet.batch is 8 but must be at most 5 (%s:2; or -Dsupernet.batch=5)", file);
    assertThatThrownBy(() -> settings.using("train", () -> refuse(broken)))
        .hasMessage(
            "train.batch is 8 but must be at most 5 (-Dtrain.batch=9; such as -Dtrain.batch=5)");
  }

  private static Object refuse(BrokenRule broken) {
    throw broken;
  }

  @Test
  void allMistakesAreToldTogether() {
    assertThatThrownBy(() -> read("search { samples = 0, layers = 0 }\ntrain.epochs = 0", Map.of()))
        .message()
        .contains("search.samples is 0", "search.layers is 0", "train.epochs is 0");
  }

  @Test
  void missingFileIsAMistake() {
    Invocation bad = Invocation.of("describe", "--config", "no/such.conf");

    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).isEqualTo("--config is no/such.conf but there is no such file\n");
  }

  @Test
  void learningRateGrowsWithTheBatch() {
    netadapt.train.Optimizer optimizer = read("", Map.of()).supernet().plan().optimizer();

    assertThat(optimizer.learningRate(2048)).isEqualTo(0.128);
  }

  private Settings read(String text, Map<String, String> options) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SettingsFile.read(file, options);
  }
}
