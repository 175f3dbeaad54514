package netadapt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import netadapt.BadInput;
import netadapt.cost.MacCount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {
  @TempDir Path local;
  private MadeUpRun run;

  @BeforeEach
  void makeUp() {
    run = new MadeUpRun(local.resolve("first"));
  }

  @Test
  void aRunThatWasOnlyPreparedSaysWhatIsMissing() {
    run.configured();
    run.prepared();
    assertThat(run.text())
        .contains("first")
        .contains("Network not known yet")
        .contains("Dataset d5a7")
        .contains("prepare going on, or not recorded train-supernet not done yet")
        .contains("2 classes, 28 × 28 × 1; train 4,000, held-out 500, test 600")
        .contains("Not done yet: the trade-off curve appears here after netadapt search")
        .contains("Not done yet: how it was trained appears here after netadapt train-supernet");
  }

  @Test
  void namesAreEscaped() {
    run.searched("<b>\"me\" & 'you'</b>", MadeUpRun.NETWORK, new MacCount(), 4, List.of(0.5));
    run.results("{\"network\": \"<script>alert(1)</script>\"}");
    assertThat(run.report())
        .doesNotContain("<b>", "<script>alert")
        .contains("<h1>&lt;b&gt;&quot;me&quot; &amp; &#39;you&#39;&lt;/b&gt;</h1>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void theSameTablesGiveTheSamePage() {
    run.searched(List.of(0.6, 0.3));
    run.trained(run.directory.supernet(), 25);
    assertThat(run.report()).isEqualTo(run.report());
  }

  @Test
  void thePageNeedsNothingBesideItself() {
    run.searched(List.of(0.6, 0.3));
    run.trained(run.directory.supernet(), 25);
    run.results(MadeUpRun.RESULTS);
    run.trained(run.directory.named("trained/f2-seed-1"), 1000);
    // What scripts and styles ask for is seen in a browser, by PageIT.
    assertThat(withoutScripts(run.report()).replace("href=\"data:,\"", ""))
        .doesNotContain("http", "url(", "src=", "href=", "@import");
  }

  @Test
  void thePageIsWellFormedAndItsIdsAreUnique() throws Exception {
    run.searched(List.of(0.6, 0.3));
    run.trained(run.directory.supernet(), 25);
    String report = withoutScripts(run.report()).replaceAll("(<(meta|link) [^>]*)>", "$1/>");
    Document page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(report.replace("<!DOCTYPE html>", ""))));
    assertThat(page.getElementsByTagName("figure").getLength()).isEqualTo(6);
    List<String> ids =
        Stream.of(report.split(" id=\""))
            .skip(1)
            .map(rest -> rest.substring(0, rest.indexOf('"')))
            .collect(Collectors.toList());
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
  }

  private static String withoutScripts(String report) {
    return report.replaceAll("(?s)<script.*?</script>", "");
  }

  @Test
  void everyChartAndTheTablesAreJson() throws Exception {
    run.searched(List.of(0.6, 0.3));
    run.trained(run.directory.supernet(), 25);
    run.results(MadeUpRun.RESULTS);
    Matcher written =
        Pattern.compile("(?s)<script[^>]* type=\"application/json\">(.*?)</script>")
            .matcher(run.report());
    int found = 0;
    while (written.find()) {
      assertThat(new ObjectMapper().readTree(written.group(1)).isObject()).isTrue();
      found++;
    }
    assertThat(found).isEqualTo(9);
  }

  @Test
  void noTextOfARunCanEndTheScriptThatHoldsIt() {
    run.searched("</script><b>", MadeUpRun.NETWORK, new MacCount(), 4, List.of(0.5));
    assertThat(run.report()).doesNotContain("</script><b>");
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
}
