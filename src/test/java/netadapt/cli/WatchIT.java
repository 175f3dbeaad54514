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
  @TempDir private Path local;

  @Test
  void thePageTakesOverWhatIsNewAndKeepsWhatTheReaderDoes() {
    MadeUpRun run = new MadeUpRun(local.resolve("run"));
    run.searched(List.of(0.6));
    try (Chromium browser = new Chromium(local.resolve("profile"));
        RunReport report = RunReport.of(List.of(local.resolve("run").toString()));
        PageServer server = new PageServer(report, 0, 1)) {
      browser.size(1280, 900, false);
      browser.open(URI.create(server.address()));
      browser.evaluate("document.getElementById('iterations').open = true");
      browser.click("#samples tbody tr:nth-of-type(2) button");
      browser.await("document.getElementById('sample').innerText.includes('Sample 1/0')");

      run.results(MadeUpRun.RESULTS);

      browser.await("document.body.innerText.includes('96.31%')");
      browser.await("document.querySelectorAll('#trained svg').length === 1");
      assertThat(browser.evaluate("document.getElementById('iterations').open").asBoolean())
          .isTrue();
      assertThat(browser.evaluate("document.getElementById('sample').innerText").asText())
          .contains("Sample 1/0");
      assertThat(browser.errors()).isEmpty();
      assertThat(browser.requests()).isNotEmpty().allMatch(server.address()::equals);

      server.close();
      browser.await("document.getElementById('watch').innerText.includes('has ended')");
    }
  }

  @Test
  void aSearchThatBeginsWhileThePageIsOpenIsShownInItsMetric() {
    MadeUpRun run = new MadeUpRun(local.resolve("run"));
    run.trained(run.directory.supernet(), 25);
    try (Chromium browser = new Chromium(local.resolve("profile"));
        RunReport report = RunReport.of(List.of(local.resolve("run").toString()));
        PageServer server = new PageServer(report, 0, 1)) {
      browser.size(1280, 900, false);
      browser.open(URI.create(server.address()));

      run.searchedByLatency(List.of(0.6));

      browser.await("document.querySelectorAll('#trade-off svg').length === 1");
      browser.await("document.querySelectorAll('#samples tbody tr').length > 1");
      assertThat(browser.evaluate("document.querySelector('#samples thead').innerText").asText())
          .contains("latency (ms)");
      assertThat(
              browser
                  .evaluate("[...document.querySelectorAll('main > section')].map((one) => one.id)")
                  .toString())
          .isEqualTo(
              "[\"summary\",\"search\",\"found\",\"samples\",\"score\",\"training\",\"time-spent\",\"protocol\"]");
      assertThat(browser.errors()).isEmpty();
    }
  }
}
