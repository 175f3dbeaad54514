package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolSectionTest {
  @Test
  void whatAReaderNeedsToRepeatTheRunIsThere(@TempDir Path local) {
    MadeUpRun run = new MadeUpRun(local);
    run.prepared();
    run.searched(List.of(0.6));
    run.results("{\"versions\": {\"netadapt-spark\": \"1.2\", \"Java\": \"17\"}}");
    Map<String, String> settings = Map.of("data.seed", "3", "run.seed", "4", "search.layers", "5");

    String page =
        MadeUpRun.text(Report.page(run.directory, new RunBackground(Optional.empty(), settings)));

    assertThat(page)
        .contains("Versions netadapt-spark 1.2, Java 17")
        .contains("Images d5a7: 2 classes, 28 × 28 × 1; train 4,000, held-out 500, test 600")
        .contains("Seed of the splits 3 Seed of the trainings 4 Seed of the search 5")
        .contains("Super-network weights w1")
        .contains("top-1 on held-out images of dataset digits-1, batch normalisation recalibrated")
        .contains("All 3 settings")
        .contains("search.layers 5");
  }
}
