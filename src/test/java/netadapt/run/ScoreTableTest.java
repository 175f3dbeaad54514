package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.cost.PaperNetworks;
import netadapt.run.ParquetTable.Column;
import netadapt.search.Score;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTableTest {
  private static final SuperNetwork TINY = PaperNetworks.tiny();
  private static final List<Architecture> NETWORKS = List.of(TINY.full(), TINY.smallest());
  private static final Provenance PROVENANCE =
      new Provenance("run", "digits", "w1", 5, "top-1", "running", 0, 0, OptionalDouble.empty());

  @TempDir private java.nio.file.Path local;
  private RunDirectory directory;

  @BeforeEach
  void nameDirectory() {
    directory = new RunDirectory(local.resolve("run").toString(), new Configuration());
  }

  @Test
  void rowsAreReadAsTheyWereWrittenWithTheColumnsOfSamples() {
    ScoreTable table = write("half");

    assertThat(ScoreTable.read(directory, "half")).isEqualTo(table);
    assertThat(ParquetTable.columnsOf(table.file(), directory.hadoop()))
        .isEqualTo(SampleRow.tableWithoutIterations().columns());
    List<Column> ofSearch = new ArrayList<>(SampleRow.table(List.of()).columns());
    ofSearch.removeIf(column -> column.name().equals("iteration"));
    assertThat(SampleRow.tableWithoutIterations().columns()).isEqualTo(ofSearch);
  }

  @Test
  void aRowSaysItsNetworkAndItsScoreAndThatNothingWasShrunkOrSelected() {
    List<SampleRow> rows = write("half").rows();

    assertThat(rows).extracting(SampleRow::sample).containsExactly(0, 1);
    assertThat(rows)
        .extracting(SampleRow::architectureId)
        .containsExactly(
            ArchitectureJson.id(TINY, NETWORKS.get(0)), ArchitectureJson.id(TINY, NETWORKS.get(1)));
    assertThat(rows.get(0).score()).hasValue(0.75);
    assertThat(rows.get(1).failed()).isTrue();
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.parents()).isEmpty();
              assertThat(row.shrunkLayers()).isEmpty();
              assertThat(row.selected()).isFalse();
            });
  }

  @Test
  void aTableWithoutANameIsCalledByTheNextNumber() {
    assertThat(ScoreTable.nextName(directory)).isEqualTo("0001");
    write("0041");
    write("half");
    assertThat(ScoreTable.nextName(directory)).isEqualTo("0042");
  }

  @Test
  void aNameThatIsTakenIsAMistake() {
    Path file = write("half").file();

    assertThatThrownBy(() -> ScoreTable.newFile(directory, "half"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "name is half but there is such a table already: give another name, or delete it ("
                + file
                + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../half", "a/b", ".half", "a b"})
  void aNameIsThatOfAFile(String name) {
    assertThatThrownBy(() -> ScoreTable.newFile(directory, name))
        .isInstanceOf(BrokenRule.class)
        .hasMessageStartingWith("name is " + name + " but must be");
  }

  @Test
  void aTableThatIsNotThereIsAMistake() {
    assertThatThrownBy(() -> ScoreTable.read(directory, "half"))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("no table of scores is called half");
  }

  private ScoreTable write(String name) {
    List<Score> scores =
        List.of(new Score(0, 0.75, 0.2, 3, 4, false, 2, 1, "driver"), Score.failed(1, 2, "driver"));
    ScoreTable table =
        ScoreTable.of(ScoreTable.newFile(directory, name), TINY, NETWORKS, scores, PROVENANCE);
    table.write(directory);
    return table;
  }
}
