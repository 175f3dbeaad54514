package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import netadapt.BadInput;
import netadapt.run.RunDirectory;
import netadapt.settings.ResolvedSettings;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRankSettingsTest {
  @TempDir private Path folder;
  private RunDirectory directory;

  @BeforeEach
  void name() {
    directory = new RunDirectory(folder.toString(), new Configuration());
  }

  private static ResolvedSettings settings(String text) {
    return Settings.of(text, Map.of("spark.my.password", "secret")).resolved();
  }

  @Test
  void settingsThatTrainOtherNetworksAreRefusedOnceNetworksAreTrained() {
    KeptRankSettings.keep(directory, settings("train.l2 = 0.01"), false);

    assertThatThrownBy(() -> KeptRankSettings.keep(directory, settings("train.l2 = 0.02"), true))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(
            "train.l2 is 0.02 but this rank check was begun with 0.01: go back to that, or remove");
  }

  @Test
  void settingsThatChangeNoResultMayChange() {
    KeptRankSettings.keep(directory, settings("train.workers = 2"), false);

    assertThatCode(
            () ->
                KeptRankSettings.keep(
                    directory, settings("train.workers = 4, search.samples = 3"), true))
        .doesNotThrowAnyException();
  }

  @Test
  void settingsMayChangeUntilTheFirstNetworkIsTrained() {
    KeptRankSettings.keep(directory, settings("train.l2 = 0.01"), false);
    KeptRankSettings.keep(directory, settings("train.l2 = 0.02"), false);

    assertThatThrownBy(() -> KeptRankSettings.keep(directory, settings("train.l2 = 0.01"), true))
        .hasMessageContaining("begun with 0.02");
  }

  @Test
  void noSecretsAreKept() {
    KeptRankSettings.keep(directory, settings(""), false);

    assertThat(folder.resolve("rank-check/_settings.conf"))
        .content()
        .contains("learning-rate")
        .doesNotContain("secret");
  }
}
