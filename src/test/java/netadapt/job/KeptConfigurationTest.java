package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.run.RunDirectory;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptConfigurationTest {
  @TempDir private Path folder;

  @Test
  void firstStepKeepsAllSettings() throws IOException {
    kept("search.samples", "7").begin(Step.PREPARE);

    assertThat(text()).contains("samples=\"7\"", "learning-rate=0.064", "flip=false");
  }

  @Test
  void stepKeepsTheSettingsThatItUsesAndLeavesThoseOfOthers() throws IOException {
    kept("search.samples", "7", "train.epochs", "3").begin(Step.PREPARE);

    kept("search.samples", "8", "train.epochs", "4").begin(Step.SEARCH);

    assertThat(text()).contains("samples=\"8\"", "epochs=\"3\"").doesNotContain("epochs=\"4\"");
  }

  @Test
  void reportOfAFinishedRunLeavesWhatItWasDoneWith() throws IOException {
    kept().begin(Step.PREPARE);
    finish();
    String before = text();
    KeptConfiguration other = kept("search.samples", "99", "train.epochs", "4");

    other.check(List.of(Step.REPORT));
    other.begin(Step.REPORT);

    assertThat(text()).isEqualTo(before);
  }

  @Test
  void settingsOfBegunStepsMustStay() throws IOException {
    kept().begin(Step.PREPARE);
    finish();

    assertRefused(Step.SEARCH, "search.samples", "99", "48");
    assertRefused(Step.SEARCH, "search.racing-confidence", "0.9", "0.95");
    assertRefused(Step.SEARCH, "supernet.draws", "uniform", "path");
    assertRefused(Step.TRAIN, "scoring.batch-norm", "recalibrated", "running");
  }

  @Test
  void ofASearchThatFineTunesTheTrainingsRecipeMustStayAndItsLengthMayChange() throws IOException {
    Map<String, String> tuned =
        Map.of("search.strategy", "descent", "scoring.fine-tune-steps", "5");
    kept(tuned).begin(Step.PREPARE);
    finish();
    Map<String, String> other = new HashMap<>(tuned);

    other.put("train.epochs", "4");
    assertThatCode(() -> kept(other).check(List.of(Step.SEARCH))).doesNotThrowAnyException();
    other.put("train.optimizer.learning-rate", "0.5");
    assertThatThrownBy(() -> kept(other).check(List.of(Step.SEARCH)))
        .hasMessageStartingWith("train.optimizer.learning-rate is 0.5 but this run was begun with");
  }

  @Test
  void aSearchThatFineTunesKeepsTheTrainingsRecipe() throws IOException {
    kept("train.batch", "7", "train.epochs", "3").begin(Step.PREPARE);

    kept(Map.of(
            "search.strategy", "descent",
            "scoring.fine-tune-steps", "5",
            "train.batch", "8",
            "train.epochs", "4"))
        .begin(Step.SEARCH);

    assertThat(text()).contains("batch=\"8\"", "epochs=\"3\"").doesNotContain("batch=\"7\"");
  }

  @Test
  void whatDoesNotChangeResultsMayChange() throws IOException {
    kept().begin(Step.PREPARE);
    finish();

    Map<String, String> free =
        Map.of(
            "search.budgets", "[0.5, 0.25]",
            "scoring.threads", "2",
            "tracking.tensorboard", "/events",
            "tracking.mlflow.uri", "http://localhost:5000",
            "supernet.workers", "3",
            "train.checkpoint-rounds", "9",
            "spark.executor.memory", "8g");
    assertThatCode(() -> kept(free).check(List.of(Step.values()))).doesNotThrowAnyException();
  }

  @Test
  void settingsOfLaterStepsDoNotMatter() throws IOException {
    kept().begin(Step.PREPARE);
    finish();

    KeptConfiguration other = kept("train.epochs", "4");
    assertThatCode(() -> other.check(List.of(Step.SEARCH))).doesNotThrowAnyException();
  }

  @Test
  void imagesInTheRunsDirectoryMoveWithIt() throws IOException {
    kept().begin(Step.PREPARE);
    finish();
    assertThat(text()).contains("directory=${run.directory}\"/data\"");

    Path moved = Files.move(folder, folder.resolveSibling(folder.getFileName() + "-moved"));
    try {
      Settings there = Settings.of("", Map.of("run.directory", moved.toString()));
      RunDirectory directory = new RunDirectory(moved.toString(), new Configuration());
      new KeptConfiguration(directory, there, Redaction.of(new SparkConf(false)))
          .check(List.of(Step.SEARCH));
      Path other = Files.createDirectory(moved.resolve("other"));
      Files.createFile(other.resolve("dataset.json"));
      Settings elsewhere =
          Settings.of(
              "", Map.of("run.directory", moved.toString(), "data.directory", other.toString()));
      assertThatThrownBy(
              () ->
                  new KeptConfiguration(directory, elsewhere, Redaction.of(new SparkConf(false)))
                      .check(List.of(Step.SEARCH)))
          .hasMessageStartingWith(
              "data.directory is %s but this run was begun with %s/data", other, moved);
    } finally {
      Files.move(moved, folder);
    }
  }

  @Test
  void secretsAreNotKept() throws IOException {
    kept(
            "spark.hadoop.fs.s3a.secret.key", "hunter2",
            "spark.hadoop.fs.s3a.access.key", "AKIA",
            "spark.executor.memory", "3g")
        .begin(Step.PREPARE);

    assertThat(text())
        .doesNotContain("hunter2", "AKIA")
        .contains("*********(redacted)", "\"executor.memory\"=\"3g\"");
  }

  @Test
  void keysOfCloudStorageAreNotKept() throws IOException {
    kept(
            "spark.hadoop.fs.azure.account.key.store.blob.core.windows.net", "hidden1",
            "spark.hadoop.fs.azure.sas.images.store.blob.core.windows.net", "hidden2",
            "spark.hadoop.fs.s3a.encryption.key", "hidden3",
            "spark.hadoop.fs.gs.auth.service.account.private.key.id", "hidden4",
            "spark.hadoop.fs.s3a.aws.credentials.provider", "hidden5",
            "spark.kryo.unsafe", "plain1",
            "spark.history.keyed", "plain2")
        .begin(Step.PREPARE);

    assertThat(text())
        .doesNotContain("hidden1", "hidden2", "hidden3", "hidden4", "hidden5")
        .contains("plain1", "plain2");
  }

  @Test
  void secretsThatAnEarlierBuildHasKeptGoWithTheNextStep() throws IOException {
    kept().begin(Step.PREPARE);
    Files.writeString(
        folder.resolve("config.conf"),
        text().replace("spark {}", "spark { \"hadoop.fs.s3a.secret.key\" = hunter2 }"));
    assertThat(text()).contains("hunter2");

    kept("spark.hadoop.fs.s3a.secret.key", "hunter2").begin(Step.SEARCH);

    assertThat(text()).doesNotContain("hunter2").contains("*********(redacted)");
  }

  @Test
  void aSessionsOwnPatternSaysWhatIsSecret() throws IOException {
    SparkConf spark = new SparkConf(false).set("spark.redaction.regex", "memory");
    new KeptConfiguration(
            directory(),
            settings(Map.of("spark.executor.memory", "3g", "spark.executor.cores", "5")),
            Redaction.of(spark))
        .begin(Step.PREPARE);

    assertThat(text()).doesNotContain("3g").contains("\"executor.cores\"=\"5\"");
  }

  @Test
  void aSettingThatTheBuildBeforeDidNotHaveCannotBeGoneBackTo() throws IOException {
    kept().begin(Step.PREPARE);
    finish();
    List<String> lines = text().lines().filter(line -> !line.contains("shrinking=")).toList();
    Files.write(folder.resolve("config.conf"), lines);

    assertThatThrownBy(() -> kept().check(List.of(Step.SEARCH)))
        .hasMessageStartingWith(
            "supernet.shrinking is 0 but this run was begun without it: leave it out or, if an"
                + " earlier build began it, give another run.directory (");
  }

  private void assertRefused(Step step, String key, String value, String before) {
    assertThatThrownBy(() -> kept(key, value).check(List.of(step)))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(
            "%s is %s but this run was begun with %s".formatted(key, value, before));
  }

  /** Leaves what every step leaves. */
  private void finish() throws IOException {
    for (String file :
        List.of("data/dataset.json", "supernet/average.zip", "trajectory/iteration-0000.parquet")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.createFile(folder.resolve(file));
    }
  }

  private String text() throws IOException {
    return Files.readString(folder.resolve("config.conf"));
  }

  private KeptConfiguration kept(String... settings) {
    Map<String, String> overrides = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      overrides.put(settings[i], settings[i + 1]);
    }
    return kept(overrides);
  }

  private KeptConfiguration kept(Map<String, String> overrides) {
    return new KeptConfiguration(
        directory(), settings(overrides), Redaction.of(new SparkConf(false)));
  }

  private RunDirectory directory() {
    return new RunDirectory(folder.toString(), new Configuration());
  }

  private Settings settings(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(overrides);
    all.put("run.directory", folder.toString());
    return Settings.of("", all);
  }
}
