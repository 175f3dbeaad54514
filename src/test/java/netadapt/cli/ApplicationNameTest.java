package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import netadapt.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationNameTest {
  private static final String KEY = "spark.app.name";
  private static final Settings RUN =
      Settings.of("network = mnist", Map.of("run.directory", "s3a://bucket/runs/quickstart"));

  @AfterEach
  void forget() {
    System.clearProperty(KEY);
  }

  @Test
  void applicationsAreCalledByTheirRunAndCommand() {
    try (ApplicationName name = ApplicationName.of(RUN, "search")) {
      assertThat(System.getProperty(KEY)).isEqualTo("netadapt quickstart: search");
    }
    assertThat(System.getProperty(KEY)).isNull();
  }

  /** What spark-submit says where it is given no name. */
  @Test
  void theNameOfTheMainClassIsNone() {
    System.setProperty(KEY, "netadapt.cli.Main");

    try (ApplicationName name = ApplicationName.of(RUN, "run")) {
      assertThat(System.getProperty(KEY)).isEqualTo("netadapt quickstart: run");
    }
  }

  @Test
  void aNameThatTheUserGivesStays() {
    System.setProperty(KEY, "nightly");

    try (ApplicationName name = ApplicationName.of(RUN, "run")) {
      assertThat(System.getProperty(KEY)).isEqualTo("nightly");
    }
  }
}
