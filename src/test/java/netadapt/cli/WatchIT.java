package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import netadapt.Chromium;
import netadapt.RunReport;
import netadapt.report.MadeUpRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on, watched in a real browser. */
class WatchIT {
  @Test
  void thePageTakesOverWhatIsNewAndKeepsWhatIsOpen(@TempDir Path local) {
    MadeUpRun run = new MadeUpRun(local.resolve("run"));
    run.searched(List.of(0.6));
    try (Chromium browser = new Chromium(local.resolve("profile"));
        RunReport report = RunReport.of(List.of(local.resolve("run").toString()));
        PageServer server = new PageServer(report, 0, 1)) {
      browser.size(1280, 900, false);
      browser.open(URI.create(server.address()));
      browser.evaluate("document.getElementById('iterations').open = true");
      browser.await("document.getElementById('watch').innerText.includes('follows the run')");

      run.results(MadeUpRun.RESULTS);

      browser.await("document.body.innerText.includes('96.31%') && document.body.dataset.drawn");
      browser.await("document.getElementById('watch').innerText.includes('new at')");
      assertThat(browser.evaluate("document.getElementById('iterations').open").asBoolean())
          .isTrue();
      assertThat(browser.evaluate("document.querySelectorAll('#trained svg').length").asInt())
          .isEqualTo(1);
      assertThat(browser.errors()).isEmpty();
      assertThat(browser.requests()).isNotEmpty().allMatch(server.address()::equals);

      server.close();
      browser.await("document.getElementById('watch').innerText.includes('has ended')");
    }
  }
}
