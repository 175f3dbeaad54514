package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.run.RunDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir Path local;
  private MadeUpRun first;
  private MadeUpRun second;

  @BeforeEach
  void makeUp() {
    first = new MadeUpRun(local.resolve("first"));
    second = new MadeUpRun(local.resolve("second"));
    first.searched(List.of(0.6));
    second.searched(List.of(0.6, 0.3));
  }

  private String page(Map<String, String> settings, Map<String, String> others) {
    Map<RunDirectory, RunBackground> runs = new LinkedHashMap<>();
    runs.put(first.directory, new RunBackground(Optional.empty(), settings));
    runs.put(second.directory, new RunBackground(Optional.empty(), others));
    return Report.comparison(runs);
  }

  @Test
  void everyNetworkOfEveryRunHasARow() {
    first.results(MadeUpRun.RESULTS);
    assertThat(MadeUpRun.text(page(Map.of(), Map.of())))
        .contains("2 runs side by side")
        .contains("first initial – 4,000,000 (100.0%) 98.00% 98.71% 90.00% 20,000")
        .contains("first found 1,600,000 1,590,002 (39.8%) 96.31% – 96.42% 9,000")
        .containsPattern(
            "first \\(2\\) found [\\d,.]+ [\\d,]+ \\([\\d.]+%\\) – – [\\d.]+% [\\d,]+");
  }

  @Test
  void scoresOfDifferentKindsAreInNoPictureTogether() {
    Map<String, String> share = Map.of("task", "depth", "scoring.metric", "delta-1");
    Map<String, String> metres = Map.of("task", "depth", "scoring.metric", "negative-rmse");
    assertThat(page(share, share)).contains("id=\"runs-search\"");
    assertThat(page(share, metres))
        .contains("The scores of these runs are of different kinds")
        .doesNotContain("id=\"runs-search\"", "id=\"runs-accuracy\"");
  }

  @Test
  void aTaskWhoseClassIsNotHereIsSaid() {
    Map<String, String> own = Map.of("task", "org.example.Denoising");
    assertThatThrownBy(() -> page(own, own))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("the run's task is org.example.Denoising, but no such class");
  }

  @Test
  void onlySettingsThatAreNotTheSameAreListed() {
    String page =
        MadeUpRun.text(
            page(
                Map.of("search.samples", "48", "run.seed", "1", "run.directory", "a"),
                Map.of("search.samples", "24", "run.seed", "1", "run.directory", "b")));
    assertThat(page).contains("search.samples 48 24").doesNotContain("run.seed", "run.directory");
  }

  @Test
  void runsWithTheSameSettingsSaySo() {
    Map<String, String> settings = Map.of("run.seed", "1");
    assertThat(MadeUpRun.text(page(settings, settings))).contains("All settings are the same");
  }

  @Test
  void runsThatHaveKeptNoSettingsAreNotCalledTheSame() {
    assertThat(MadeUpRun.text(page(Map.of(), Map.of("run.seed", "1"))))
        .contains("Fewer than two of these runs have kept their settings.");
  }

  @Test
  void runsOfTheSameNameAreToldApartByTheirDirectories() {
    assertThat(MadeUpRun.text(page(Map.of(), Map.of())))
        .containsPattern("first: file:\\S*/first first \\(2\\): file:\\S*/second");
  }

  @Test
  void costsAreMacsWhereTheRunsWereGuidedByOtherMetrics() {
    second.results("{\"metric\": \"latency_ms\"}");
    first.results(MadeUpRun.RESULTS);
    assertThat(page(Map.of(), Map.of())).contains("{\"metric\":\"MACs\"");
  }
}
