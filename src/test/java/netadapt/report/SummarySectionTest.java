package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import netadapt.arch.SubNetwork;
import netadapt.cost.MacCount;
import netadapt.search.Landing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummarySectionTest {
  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
  }

  @Test
  void resultsAreShownBesideTheInitialNetwork() {
    run.results(MadeUpRun.RESULTS);
    assertThat(run.text())
        .contains("initial – 98.00% 98.71% not done yet 4,000,000 (100.0%) 20,000 (100.0%)")
        .contains("found 2,400,000 – – 97.53% 2,390,001 (59.8%) 15,000 (75.0%)")
        .contains("scaled 2,400,000 – – – 2,380,000 (59.5%) 14,000 (70.0%)")
        .contains("found, 39.8% of the MACs, trained: 1.69 ± 0.52 points less than the initial")
        .contains("found 1,600,000 96.31% – 96.42% 1,590,002 (39.8%) 9,000 (45.0%)");
  }

  @Test
  void whatTheResultsDoNotSayComesFromTheTrajectory() {
    Landing landing = run.searched(List.of(0.5)).landings().get(0);
    run.results("{}");
    assertThat(run.text())
        .containsPattern(
            "found %,.0f – – [0-9.]+%% %,.0f \\("
                .formatted(landing.budget(), landing.found().resource()))
        .containsPattern(
            "initial – – – [0-9.]+%% %,d \\(100.0%%\\)"
                .formatted(MacCount.count(SubNetwork.full(MadeUpRun.NETWORK))));
  }

  @Test
  void anotherMetricIsNamedWithItsUnit() {
    run.searchedByLatency(List.of(0.5));
    assertThat(run.text()).contains("budgets in latency (ms)").contains("latency (ms) MACs");
  }
}
