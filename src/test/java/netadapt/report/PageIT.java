package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser. */
class PageIT {
  @TempDir private static Path folder;
  private static Chromium browser;
  private static URI page;
  private static URI comparison;

  @BeforeAll
  static void write() throws Exception {
    browser = new Chromium(Files.createDirectories(folder.resolve("profile")));
    MadeUpRun run = new MadeUpRun(folder.resolve("run"));
    run.prepared();
    run.searched(List.of(0.6, 0.3));
    run.results(MadeUpRun.RESULTS);
    run.trained(run.directory.supernet(), 25);
    run.trained(run.directory.named("trained/f2-seed-1"), 25);
    run.rankChecked();
    RunBackground background =
        new RunBackground(Optional.of(MadeUpRun.NETWORK), Map.of("search.layers", "3"));
    page = write("run.html", Report.page(run.directory, background));
    comparison =
        write(
            "runs.html",
            Report.comparison(
                Map.of(
                    run.directory,
                    background,
                    new MadeUpRun(folder.resolve("run")).directory,
                    background)));
  }

  private static URI write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toUri();
  }

  @AfterAll
  static void close() {
    if (browser != null) { // else there is none, and the tests are skipped
      browser.close();
    }
  }

  @BeforeEach
  void onADesktop() {
    browser.size(1280, 900, false);
    browser.prefers("prefers-color-scheme", "light");
  }

  @AfterEach
  void nothingWentWrongAndNothingWasAskedFor() {
    assertThat(browser.errors()).isEmpty();
    assertThat(browser.requests()).isEmpty();
  }

  private static int count(String selector) {
    return browser.evaluate("document.querySelectorAll('%s').length".formatted(selector)).asInt();
  }

  private static String textOf(String selector) {
    return browser.evaluate("document.querySelector('%s').innerText".formatted(selector)).asText();
  }

  @Test
  void everyPictureIsDrawn() {
    browser.open(page);
    assertThat(count("figure.chart")).isEqualTo(11);
    assertThat(count("figure.chart svg")).isEqualTo(11);
    assertThat(count("#trade-off .layer_3_marks path")).isGreaterThan(5);
    assertThat(count("#rank-check .role-mark path")).isEqualTo(6);
    browser.open(comparison);
    assertThat(count("figure.chart svg")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 390, 1280})
  void nothingIsWiderThanTheScreen(int width) {
    browser.size(width, 800, width < 600);
    for (URI one : List.of(page, comparison)) {
      browser.open(one);
      assertThat(browser.evaluate("document.scrollingElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      assertThat(
              browser
                  .evaluate(
                      """
                      [...document.querySelectorAll("figure.chart")].filter((figure) =>
                        [...figure.querySelectorAll("svg text")].some((text) =>
                          text.getBoundingClientRect().right
                            > figure.getBoundingClientRect().right + 2)).map((figure) => figure.id)
                      """)
                  .toString())
          .isEqualTo("[]");
    }
  }

  @Test
  void theHeadlineAccuracyIsOnThePhonesScreen() {
    browser.size(390, 844, true);
    browser.open(page);
    assertThat(
            browser
                .evaluate(
                    """
                    (() => {
                      const cell = [...document.querySelectorAll("td")].find(
                        (one) => one.innerText === "96.31%");
                      return cell.getBoundingClientRect().right;
                    })()
                    """)
                .asInt())
        .isBetween(1, 390);
  }

  /**
   * Whatever a run has come to, its page is drawn, and every picture can be hovered and clicked.
   */
  @ParameterizedTest
  @ValueSource(strings = {"begun", "training", "diverged", "one-epoch", "searched", "compared"})
  void everyRunHasAPageThatAnswers(String kind) throws Exception {
    MadeUpRun run = new MadeUpRun(folder.resolve(kind));
    switch (kind) {
      case "begun" -> {
        int last = run.searched(List.of(0.6)).last().index();
        for (int i = 1; i <= last; i++) {
          run.directory.delete(run.directory.trajectory(i));
        }
      }
      case "training" -> run.trained(run.directory.supernet(), 3);
      case "diverged" -> run.trained(run.directory.supernet(), 3, Double.NaN);
      case "one-epoch" -> run.trained(run.directory.supernet(), 10);
      default -> run.searched(List.of(0.6, 0.3));
    }
    boolean compared = kind.equals("compared");
    String text =
        compared
            ? Report.comparison(Map.of(run.directory, RunBackground.NONE))
            : Report.page(run.directory, RunBackground.NONE);
    browser.open(write(kind + ".html", text));
    assertThat(count("figure.chart svg")).isEqualTo(count("figure.chart"));
    for (String mark : List.of("#trade-off .layer_0_marks path", "#widths .layer_0_marks path")) {
      if (count(mark) > 0) {
        browser.hover(mark);
        browser.await("!document.getElementById('hint').hidden");
        assertThat(textOf("#hint")).doesNotContain("undefined").contains("iteration");
        browser.click(mark);
      }
    }
    if (kind.equals("begun")) {
      assertThat(textOf("#sample")).contains("Sample 0/0");
    }
  }

  @Test
  void thePointerOnASampleShowsItsArchitecture() {
    browser.open(page);
    browser.hover("#trade-off .layer_3_marks path:nth-of-type(3)");
    browser.await("!document.getElementById('hint').hidden");
    assertThat(textOf("#hint")).contains("iteration / sample", "score", "MACs", "architecture");
    assertThat(count("#hint .bars i")).isEqualTo(MadeUpRun.NETWORK.convolutions().size());
  }

  @Test
  void aClickOnASampleShowsItsLayersAndHowToTrainIt() {
    browser.open(page);
    browser.click("#samples tbody tr:nth-of-type(2) button");
    assertThat(textOf("#sample")).contains("Sample 1/0", "--sample 1/0");
    assertThat(count("#sample tbody tr")).isEqualTo(MadeUpRun.NETWORK.convolutions().size());
  }

  @Test
  void theSearchIsReplayedIterationByIteration() {
    browser.open(page);
    int samples = count("#trade-off .layer_0_marks path");
    browser.evaluate(
        """
        (() => {
          const slider = document.querySelector("#replay input");
          slider.value = "1";
          slider.dispatchEvent(new Event("input"));
        })()
        """);
    browser.await("document.querySelectorAll('#trade-off .layer_3_marks path').length === 2");
    assertThat(count("#trade-off .layer_0_marks path")).isBetween(1, samples - 1);
    assertThat(textOf("#replay output")).startsWith("Iteration 1 of ").contains("MACs");
    browser.click("#replay button");
    browser.await("document.querySelector('#replay output').innerText.startsWith('All ')");
    assertThat(count("#trade-off .layer_0_marks path")).isEqualTo(samples);
  }

  @Test
  void thePictureIsZoomedWithoutAMouse() {
    browser.open(page);
    String labels = // Vega keeps them in no certain order
        "[...document.querySelectorAll('#trade-off .role-axis-label text')]"
            + ".map((one) => one.textContent).sort().join()";
    String before = browser.evaluate(labels).asText();
    browser.evaluate("document.querySelector('#trade-off .tools button').focus()");
    browser.enter();
    browser.await("%s !== '%s'".formatted(labels, before));
    browser.click("#trade-off .tools button:nth-of-type(3)");
    browser.await("%s === '%s'".formatted(labels, before));
  }

  @Test
  void samplesAreSortedSearchedAndFiltered() {
    browser.open(page);
    browser.click("#samples th:nth-of-type(2) .dt-column-order");
    browser.click("#samples th:nth-of-type(2) .dt-column-order");
    browser.await( // the table sorts once the click is over
        """
        (() => {
          const shown = [...document.querySelectorAll("#samples tbody td:nth-of-type(2)")]
            .map((cell) => parseFloat(cell.innerText) || -1); // failed ones last
          return shown.length > 5
            && shown.every((score, i) => i === 0 || shown[i - 1] >= score);
        })()
        """);
    browser.evaluate(
        """
        (() => {
          const kind = document.querySelector("#samples select");
          kind.value = "winners";
          kind.dispatchEvent(new Event("change"));
        })()
        """);
    browser.await(
        "document.querySelectorAll('#samples tbody tr').length"
            + " === document.querySelectorAll('#iterations tbody tr').length");
  }

  @Test
  void picturesAndTablesAreDownloaded() {
    browser.open(page);
    browser.evaluate(
        """
        (() => {
          window.saved = [];
          URL.createObjectURL = (blob) => {
            blob.text().then((text) => window.saved.push(text));
            return "data:,";
          };
          HTMLAnchorElement.prototype.click = () => {};
        })()
        """);
    browser.click("#trade-off .tools button:nth-of-type(4)");
    browser.await("window.saved.length === 1");
    assertThat(browser.evaluate("window.saved[0]").asText())
        .startsWith("<svg")
        .doesNotContain("var(--");
    browser.evaluate(
        "[...document.querySelectorAll('#samples button')].find((one) => one.innerText === 'CSV').click()");
    browser.await("window.saved.length === 2");
    assertThat(browser.evaluate("window.saved[1]").asText())
        .startsWith("iteration,sample,move,resource,macs,params,score,error");
  }

  @Test
  void darkScreensAndPaperHaveColoursOfTheirOwn() {
    browser.open(page);
    String colour =
        "getComputedStyle(document.querySelector('#trade-off .role-axis-title text')).fill";
    String light = browser.evaluate(colour).asText();
    browser.prefers("prefers-color-scheme", "dark");
    assertThat(browser.evaluate(colour).asText()).isNotEqualTo(light);
    browser.media("print");
    assertThat(
            browser
                .evaluate(
                    "document.querySelector('#iterations table').getBoundingClientRect().height")
                .asInt())
        .isGreaterThan(50);
    assertThat(browser.evaluate(colour).asText()).isEqualTo(light);
    assertThat(
            browser.evaluate("getComputedStyle(document.querySelector('.tools')).display").asText())
        .isEqualTo("none");
    browser.media("");
  }
}
