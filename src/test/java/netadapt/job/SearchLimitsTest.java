package netadapt.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import netadapt.BadInput;
import netadapt.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchLimitsTest {
  @TempDir private Path folder;

  private void check(String limits) throws IOException {
    Path file = folder.resolve("run.conf");
    Files.writeString(file, "# a comment\nsearch.limits = { %s }\n".formatted(limits));
    Steps.check(Settings.read(file, Map.of()));
  }

  @Test
  void limitsMayBeOfEveryMetric() {
    assertThatCode(() -> check("params = 4M, macs = 0.9")).doesNotThrowAnyException();
  }

  @Test
  void aLimitOfAnUnknownMetricIsAMistakeWithItsLine() {
    assertThatThrownBy(() -> check("param = 4M"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("search.limits is of param but must be of macs or params")
        .hasMessageContaining("run.conf:2");
  }

  @Test
  void aLimitThatNoSubNetworkKeepsIsAMistakeWithItsLine() {
    assertThatThrownBy(() -> check("params = 3"))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("search.limits.params is 3.0 but must be above 0 and at least what")
        .hasMessageContaining("run.conf:2");
  }

  @Test
  void budgetsAreOfTheNetworkForTheSizeOfTheImages() {
    String budget = "search.budgets = [2M]\n";

    assertThatThrownBy(() -> Steps.check(Settings.of(budget, Map.of())))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("must be less than the initial network has, 849,936 MACs");
    assertThatCode(
            () -> Steps.check(Settings.of(budget + "data { height = 56, width = 56 }", Map.of())))
        .doesNotThrowAnyException();
  }
}
