package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import netadapt.search.Landing;
import netadapt.search.SearchResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundSectionTest {
  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
  }

  @Test
  void everyBudgetHasItsNetworkLayerByLayer() {
    SearchResult result = run.searched(List.of(0.6, 0.3));
    String report = run.text();
    for (Landing landing : result.landings()) {
      int filters = landing.found().sample().architecture().sizes().get(0).filters();
      int full = MadeUpRun.NETWORK.full().sizes().get(0).filters();
      String layer = MadeUpRun.NETWORK.convolutions().get(0).name();
      assertThat(report)
          .contains("Budget of %s MACs".formatted(Numbers.amount(landing.budget())))
          .contains("%s %d %d".formatted(layer, filters, full));
    }
  }

  @Test
  void aSearchThatHasMetNoBudgetShowsTheSmallestNetworkSoFar() {
    int last = run.searched(List.of(0.3)).last().index();
    run.directory.delete(run.directory.trajectory(last));
    String report = run.text();
    assertThat(report).contains("Smallest so far: iteration " + (last - 1));
    assertThat(report).contains("a network that meets a budget appears here after");
  }
}
