package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import netadapt.cost.MacCount;
import netadapt.run.RunTables;
import netadapt.run.TrajectoryRow;
import netadapt.search.FrontPoint;
import netadapt.search.SearchResult;
import netadapt.task.ScoreUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchSectionTest {
  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
  }

  @Test
  void everyIterationHasARow() {
    SearchResult result = run.searched(List.of(0.6, 0.3));
    String report = run.text();
    for (int i = 0; i <= result.last().index(); i++) {
      assertThat(report)
          .containsPattern(" %d [\\d,.]+ [\\d,]+ [\\d,]+ \\d+\\.\\d{2}%% ".formatted(i));
    }
    assertThat(report).contains(result.last().index() + " iterations after the initial network");
  }

  @Test
  void theFrontIsShownWithItsNetworks() {
    SearchResult result = run.searched(List.of(0.6, 0.3));
    String report = run.text();
    assertThat(report)
        .contains("The front is the best network of the run at every cost.")
        .contains("The front: the best network of the whole search at every cost Network MACs");
    for (FrontPoint point :
        List.of(result.front().get(0), result.front().get(result.front().size() - 1))) {
      assertThat(report)
          .contains(
              "%,.0f ".formatted(point.scored().resource()),
              "%s %s"
                  .formatted(
                      ScoreUnit.SHARE.text(point.scored().score().value()),
                      ScoreUnit.SHARE.text(point.expected().mean())));
    }
  }

  @Test
  void aLongFrontIsShownInPart() {
    FrontPoint any = run.searched(List.of(0.6)).front().get(0);
    run.front(MadeUpRun.NETWORK, new MacCount(), Collections.nCopies(47, any));
    assertThat(run.text()).contains("20 of 47, all of which are in found/front.parquet");
  }

  @Test
  void aSearchThatIsNotOverHasNoFront() {
    run.searched(List.of(0.3));
    run.directory.delete(run.directory.front());
    assertThat(run.text()).contains("Trajectory:").doesNotContain("The front");
  }

  @Test
  void everyIterationSaysHowMuchOfItsScoresSpreadIsNoise() {
    run.searched(List.of(0.6, 0.3));
    TrajectoryRow second = RunTables.open(run.directory).trajectory().get(1);
    assertThat(second.scoreSpread()).isPositive();
    assertThat(run.text())
        .contains(
            " %s %s %s %d "
                .formatted(
                    ScoreUnit.SHARE.text(second.score()),
                    Numbers.hundredths(100 * second.scoreSpread()),
                    Numbers.hundredths(100 * second.scoreError()),
                    second.samples()));
  }

  @Test
  void aSearchThatHasScoredOnlyTheInitialNetworkHasAReport() {
    int last = run.searched(List.of(0.3)).last().index();
    for (int i = 1; i <= last; i++) {
      run.directory.delete(run.directory.trajectory(i));
    }
    run.trained(run.directory.supernet(), 1);
    assertThat(run.text())
        .contains("0 iterations after the initial network, 1 samples")
        .contains("Smallest so far: iteration 0");
  }

  @Test
  void samplesThatLeftARaceAreCountedAndNotWhereTheAxisEnds() {
    run.searched(List.of(0.6));

    String report = run.report();

    assertThat(MadeUpRun.text(report))
        .containsPattern(
            "[1-9] samples left the race early, as they could hardly be the best: after 250 images");
    // The axis ends above their scores.
    assertThat(report).containsPattern("\"domain\": \\[0\\.[5-9]\\d*, 0\\.9\\d*\\]");
  }
}
