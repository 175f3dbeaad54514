package netadapt.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.cli.Invocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of configurations that are wrong. */
class SettingsMistakesTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("run.conf");
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
            + " | supernet.draws is \"narrow\" but must be uniform, path or scaled"
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

  private Settings read(String text, Map<String, String> options) {
    return WrittenSettings.read(file, text, options);
  }
}
