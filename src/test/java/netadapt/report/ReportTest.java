package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.cost.Resource;
import netadapt.run.RunTables;
import netadapt.run.TrajectoryRow;
import netadapt.search.FrontPoint;
import netadapt.search.Landing;
import netadapt.search.SearchResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {
  private static final SuperNetwork TINY = PaperNetworks.tiny();
  private static final String RESULTS =
      """
      {"network": "mnist", "metric": "macs", "classes": 10,
       "initial": {"architecture_id": "i", "macs": 4000000, "params": 20000,
                   "shared_test_accuracy": 0.9871, "test_accuracy": 0.98},
       "found": [{"budget": 2400000.0, "architecture_id": "f1", "macs": 2390001,
                  "params": 15000, "score": 0.9753, "test_accuracy": null,
                  "scaled": {"architecture_id": "s1", "macs": 2380000, "params": 14000}},
                 {"budget": 1600000.0, "architecture_id": "f2", "macs": 1590002,
                  "params": 9000, "score": 0.9642, "training": "trained/f2-seed-1",
                  "test_accuracy": 0.9631}],
       "test_images": 8000,
       "seconds": {"prepare": 3.2, "train-supernet": 99.0, "search": 4000, "train": 12.25}}
      """;

  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
  }

  private record Latency() implements Resource {
    @Override
    public String name() {
      return "latency_ms";
    }

    @Override
    public String unit() {
      return "ms";
    }

    @Override
    public double of(SubNetwork network) {
      return MacCount.count(network) / 1e3;
    }
  }

  private SearchResult searched(List<Double> shares) {
    return run.searched("first", TINY, new MacCount(), 6, shares);
  }

  /** The report without its markup; cells and paragraphs apart by a blank. */
  private static String text(String report) {
    return report
        .replaceAll("(?s)<(style|svg).*?</\\1>", "")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ");
  }

  @Test
  void resultsAreShownBesideTheInitialNetwork() {
    run.results(RESULTS);
    assertThat(text(run.report()))
        .contains("initial – 98.00% 98.71% not done yet 4,000,000 (100.0%) 20,000 (100.0%)")
        .contains("found 2,400,000 – – 97.53% 2,390,001 (59.8%) 15,000 (75.0%)")
        .contains("scaled 2,400,000 – – – 2,380,000 (59.5%) 14,000 (70.0%)")
        .contains("found, 39.8% of the MACs, trained: 1.69 ± 0.52 points less than the initial")
        .contains("found 1,600,000 96.31% – 96.42% 1,590,002 (39.8%) 9,000 (45.0%)");
  }

  @Test
  void everyStepHasItsTimeOrIsSaidToBeMissing() {
    run.results(RESULTS);
    assertThat(text(run.report()))
        .contains("prepare 3.2 s")
        .contains("train-supernet 1 min 39 s")
        .contains("search 1 h 06 min")
        .contains("export not done yet");
  }

  @Test
  void whatTheResultsDoNotSayComesFromTheTrajectory() {
    Landing landing = searched(List.of(0.5)).landings().get(0);
    run.results("{}");
    assertThat(text(run.report()))
        .containsPattern(
            "found %,.0f – – [0-9.]+%% %,.0f \\("
                .formatted(landing.budget(), landing.found().resource()))
        .containsPattern(
            "initial – – – [0-9.]+%% %,d \\(100.0%%\\)"
                .formatted(MacCount.count(SubNetwork.full(TINY))));
  }

  @Test
  void everyIterationHasARow() {
    SearchResult result = searched(List.of(0.6, 0.3));
    String report = text(run.report());
    for (int i = 0; i <= result.last().index(); i++) {
      assertThat(report)
          .containsPattern(" %d [\\d,.]+ [\\d,]+ [\\d,]+ \\d+\\.\\d{2}%% ".formatted(i));
    }
    assertThat(report).contains(result.last().index() + " iterations after the initial network");
  }

  @Test
  void theFrontIsShownWithItsNetworks() {
    SearchResult result = searched(List.of(0.6, 0.3));
    String report = text(run.report());
    assertThat(report)
        .contains("The front is the best network of the run at every cost.")
        .contains("The front: the best network of the whole search at every cost Network MACs");
    for (FrontPoint point : List.of(result.front().get(0), last(result.front()))) {
      assertThat(report)
          .contains(
              "%,.0f ".formatted(point.scored().resource()),
              "%s %s"
                  .formatted(
                      Numbers.accuracy(point.scored().score().value()),
                      Numbers.accuracy(point.expected().mean())));
    }
  }

  @Test
  void aLongFrontIsShownInPart() {
    FrontPoint any = searched(List.of(0.6)).front().get(0);
    run.front(TINY, new MacCount(), Collections.nCopies(47, any));
    assertThat(text(run.report())).contains("20 of 47, all of which are in found/front.parquet");
  }

  @Test
  void aSearchThatIsNotOverHasNoFront() {
    searched(List.of(0.3));
    run.directory.delete(run.directory.front());
    assertThat(text(run.report())).contains("Trajectory:").doesNotContain("front");
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  @Test
  void everyIterationSaysHowMuchOfItsScoresSpreadIsNoise() {
    searched(List.of(0.6, 0.3));
    TrajectoryRow second = RunTables.open(run.directory).trajectory().get(1);
    assertThat(second.scoreSpread()).isPositive();
    assertThat(text(run.report()))
        .contains(
            " %s %s %s %d "
                .formatted(
                    Numbers.accuracy(second.score()),
                    Numbers.hundredths(100 * second.scoreSpread()),
                    Numbers.hundredths(100 * second.scoreError()),
                    second.samples()));
  }

  @Test
  void everyBudgetHasItsNetworkLayerByLayer() {
    SearchResult result = searched(List.of(0.6, 0.3));
    String report = text(run.report());
    for (Landing landing : result.landings()) {
      int filters = landing.found().sample().architecture().sizes().get(0).filters();
      int full = TINY.full().sizes().get(0).filters();
      String layer = TINY.convolutions().get(0).name();
      assertThat(report)
          .contains("Budget of %s MACs".formatted(Numbers.amount(landing.budget())))
          .contains("%s %d %d".formatted(layer, filters, full));
    }
  }

  @Test
  void aSearchThatHasMetNoBudgetShowsTheSmallestNetworkSoFar() {
    int last = searched(List.of(0.3)).last().index();
    run.directory.delete(run.directory.trajectory(last));
    String report = text(run.report());
    assertThat(report).contains("Smallest so far: iteration " + (last - 1));
    assertThat(report).contains("a network that meets a budget appears here after");
  }

  @Test
  void aSearchThatHasScoredOnlyTheInitialNetworkHasAReport() {
    int last = searched(List.of(0.3)).last().index();
    for (int i = 1; i <= last; i++) {
      run.directory.delete(run.directory.trajectory(i));
    }
    run.trained(run.directory.supernet(), 1);
    assertThat(text(run.report()))
        .contains("0 iterations after the initial network, 1 samples")
        .contains("Smallest so far: iteration 0")
        .doesNotContain("No picture");
  }

  @Test
  void anotherMetricIsNamedWithItsUnit() {
    run.searched("first", TINY, new Latency(), 4, List.of(0.5));
    assertThat(text(run.report()))
        .contains("budgets in latency (ms)")
        .contains("latency (ms) MACs");
  }

  @Test
  void aRunThatWasOnlyPreparedSaysWhatIsMissing() {
    run.configured();
    run.prepared();
    assertThat(text(run.report()))
        .contains("first")
        .contains("Network not known yet")
        .contains("Dataset d5a7")
        .contains("prepare not recorded train-supernet not done yet")
        .contains("2 classes, 28 × 28 × 1; train 4,000, held-out 500, test 600")
        .contains("Not done yet: the trade-off curve appears here after netadapt search")
        .contains("Not done yet: how it was trained appears here after netadapt train-supernet");
  }

  @Test
  void aRunThatWasOnlyTrainedShowsItsTraining() {
    run.trained(run.directory.supernet(), 25);
    String report = run.report();
    assertThat(text(report))
        .contains(
            "250 steps in 3 epochs, 16,000 images in 50.0 s (320 images per second);"
                + " last loss 0.080",
            "With the shared weights the full network came to 85.00% of the held-out images, that"
                + " with half of all filters to 65.00%, that with a quarter to 35.00%.")
        .contains("how it was trained appears here after netadapt train");
    assertThat(report)
        .contains("<title>loss by step, from 2 to 0.08.</title>")
        .contains("<title>accuracy by step: full from 80.00% to 85.00%, half from 60.00%");
  }

  @Test
  void aTrainingOfWhichNoEpochWasScoredHasNoAccuracies() {
    run.trained(run.directory.supernet(), 9);
    assertThat(run.report()).doesNotContain("supernet-accuracy", "accuracy by step");
  }

  @Test
  void theNetworkFoundHasACurveOfItsOwn() {
    run.results(RESULTS);
    run.trained(run.directory.named("trained/f2-seed-1"), 25);
    assertThat(text(run.report()))
        .contains(
            "by which it was chosen, it had 85.00% after the last epoch and 85.00% after the best");
    assertThat(run.report())
        .contains("<title>accuracy by step: found from 80.00% to 85.00%.</title>");
  }

  @Test
  void aTrainingThatDivergedHasAReport() {
    run.trained(run.directory.supernet(), 3, Double.NaN);
    run.results(RESULTS);
    run.trained(run.directory.named("trained/f2-seed-1"), 3, Double.POSITIVE_INFINITY);
    assertThat(text(run.report()))
        .contains("last loss NaN.", "last loss Infinity.")
        .contains("The loss was never a number that can be drawn.");
  }

  @Test
  void howWellScoresWerePredictedIsSaidBesideTheirNoise() {
    searched(List.of(0.6, 0.3));
    Predictions predictions = Predictions.of(RunTables.open(run.directory).samples());
    assertThat(predictions.networks()).isGreaterThan(5);
    assertThat(text(run.report()))
        .contains("What a score means")
        .contains(
            "Of %d networks that had not been scored before".formatted(predictions.networks()),
            "an error of " + Numbers.points(predictions.error()),
            "scores alone is " + Numbers.points(predictions.scoreError()))
        .contains("score against its expected score");
  }

  @Test
  void namesAreEscaped() {
    run.searched("<b>\"me\" & 'you'</b>", TINY, new MacCount(), 4, List.of(0.5));
    run.results("{\"network\": \"<script>alert(1)</script>\"}");
    assertThat(run.report())
        .doesNotContain("<b>", "<script")
        .contains("<h1>&lt;b&gt;&quot;me&quot; &amp; &#39;you&#39;&lt;/b&gt;</h1>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void theSameTablesGiveTheSamePage() {
    searched(List.of(0.6, 0.3));
    run.trained(run.directory.supernet(), 25);
    assertThat(run.report()).isEqualTo(run.report());
  }

  @Test
  void thePageNeedsNothingBesideItself() {
    searched(List.of(0.6, 0.3));
    run.trained(run.directory.supernet(), 25);
    run.results(RESULTS);
    run.trained(run.directory.named("trained/f2-seed-1"), 1000);
    assertThat(run.report()).doesNotContain("http", "url(http", "src=", "href=", "@import");
  }

  @Test
  void thePageIsWellFormedAndItsIdsAreUnique() throws Exception {
    searched(List.of(0.6, 0.3));
    run.trained(run.directory.supernet(), 25);
    String report = run.report().replaceAll("(<meta [^>]*)>", "$1/>");
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(report.replace("<!DOCTYPE html>", ""))));
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(7);
    List<String> ids =
        Stream.of(report.split(" id=\""))
            .skip(1)
            .map(rest -> rest.substring(0, rest.indexOf('"')))
            .collect(Collectors.toList());
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void colourOfEveryPictureIsTheStyleSheets() {
    searched(List.of(0.6, 0.3));
    run.trained(run.directory.supernet(), 25);
    String clear = "rgb\\(0,0,0\\);(fill|stroke)-opacity:0;";
    assertThat(run.report().replaceAll(clear, "")).contains("var(--accent)").doesNotContain("rgb(");
  }

  @Test
  void brokenResultsAreAMistakeThatNamesTheFile() {
    run.results("{\"network\": ");
    assertThatThrownBy(() -> run.report())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("found/results.json is not JSON");
  }

  @Test
  void aDirectoryWithoutARunIsAMistakeAndStaysAsItIs() throws IOException {
    assertThatThrownBy(() -> run.report())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("first but holds no run");
    assertThat(local.resolve("first")).doesNotExist();
    Files.createDirectories(local.resolve("first"));
    assertThatThrownBy(() -> run.report()).isInstanceOf(BadInput.class);
  }

  @Test
  void samplesThatLeftARaceAreCountedAndNotDrawn() {
    searched(List.of(0.6));

    String report = run.report();

    assertThat(text(report))
        .containsPattern(
            "[1-9] samples left the race early, as they could hardly be the best: after 250 images");
    assertThat(report).doesNotContain(">0%<"); // where the axis would begin for their scores
  }
}
