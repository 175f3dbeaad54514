package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.cost.CostTable;
import netadapt.cost.CostTable.Row;
import netadapt.cost.Operator;
import netadapt.cost.Operator.Kind;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostTableFileTest {
  private static final Configuration HADOOP = new Configuration();
  private static final CostTable TABLE =
      new CostTable(
          "latency_ms",
          about(),
          List.of(
              new Row(
                  new Operator(Kind.CONVOLUTION, 3, 24, 3, 1, 32, 32, Activation.HARD_SWISH),
                  0.0125,
                  0.0003,
                  50),
              new Row(Operator.NETWORK, 0.02, 0, 0)));

  @TempDir Path folder;

  private static Map<String, String> about() {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("network", "cifar10");
    about.put("device", "board, the blue one");
    about.put("threads", "1");
    return about;
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String written() throws IOException {
    CostTableFile.write(TABLE, file("costs.csv"), HADOOP);
    return Files.readString(folder.resolve("costs.csv"));
  }

  private CostTable read(String text) throws IOException {
    Files.writeString(folder.resolve("costs.csv"), text);
    return CostTableFile.read(file("costs.csv"), "latency.table", HADOOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"costs.csv", "costs.parquet"})
  void aTableComesBackAsItWasWrittenOverOneThatWasThere(String name) throws IOException {
    CostTableFile.write(new CostTable("energy_mj", Map.of(), TABLE.rows()), file(name), HADOOP);
    CostTableFile.write(TABLE, file(name), HADOOP);

    assertThat(CostTableFile.read(file(name), "latency.table", HADOOP)).isEqualTo(TABLE);
    assertThat(folder).isDirectoryNotContaining("glob:**.{tmp,crc}");
  }

  @Test
  void aQuoteWithoutEndIsAMistake() throws IOException {
    String text = written() + "\"convolution,3,24";

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("latency.table is ")
        .hasMessageContaining("EOF reached before encapsulated token finished");
  }

  @Test
  void aTextTableIsWhatItsUsersWouldWrite() throws IOException {
    assertThat(written())
        .isEqualTo(
            """
            # netadapt costs 1
            # metric: latency_ms
            # network: cifar10
            # device: board, the blue one
            # threads: 1
            # rows: 2
            operator,input_channels,output_channels,kernel,stride,height,width,activation,cost,spread,runs
            convolution,3,24,3,1,32,32,hard-swish,0.0125,3.0E-4,50
            network,0,0,1,1,1,1,none,0.02,0.0,0
            """);
  }

  @Test
  void columnsMayBeInAnotherOrderAndFurtherOnesAreLeftOut() throws IOException {
    CostTable read =
        read(
            """
            # netadapt costs 1
            # metric: energy_mj
            # written by hand
            cost,operator,input_channels,output_channels,kernel,stride,height,width,activation,spread,runs,note
            2, dense, 64, 10, 1, 1, 1, 1, none, 0, 0, mine
            """);

    assertThat(read.metric()).isEqualTo("energy_mj");
    assertThat(read.unit()).isEqualTo("mj");
    assertThat(read.rows()).extracting(Row::cost).containsExactly(2.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# netadapt costs 1 | # netadapt costs 2 | its first line must be \"# netadapt costs 1\"",
        "# metric: latency_ms | # | it has no line \"# metric: NAME_UNIT\"",
        "latency_ms | latency | metric of FILE is \"latency\" but must be a name and a unit",
        ",stride, | ,step, | it has no column stride",
        "network,0,0,1,1,1,1,none,0.02,0.0,0 | # | it has 1 rows but says that there are 2",
        "none,0.02,0.0,0 | none,0.0 | row 2: ",
        "0.0125 | fast | row 1: cost is \"fast\" but must be a number",
        "0.0125 | -1 | a convolution of 3 to 24 channels, kernel 3, stride 1, 32x32, hard-swish costs -1.0",
        "0.0125 | NaN | costs NaN, but costs are numbers of at least 0",
        "convolution, | convolve, | row 1: operator is \"convolve\" but must be one of [convolution,",
        "hard-swish | swish | row 1: activation is \"swish\" but must be one of [none, relu,",
      })
  void whatIsWrongWithATableIsSaidWithItsFile(String was, String becomes, String message)
      throws IOException {
    String text = written();
    assertThat(text).contains(was);

    assertThatThrownBy(() -> read(text.replace(was, becomes)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("costs.csv")
        .hasMessageContaining(message.replace("FILE", file("costs.csv")));
  }

  @Test
  void twoRowsForAnOperatorAndAMissingFileAreNamed() throws IOException {
    String text = written();
    String row = text.lines().filter(line -> line.startsWith("convolution")).findFirst().get();

    assertThatThrownBy(() -> read(text.replace("# rows: 2\n", "") + row + "\n"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("has two rows for a convolution of 3 to 24 channels");
    assertThatThrownBy(() -> CostTableFile.read(file("no.csv"), "latency.table", HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessage("latency.table is %s but there is no such file", file("no.csv"));
  }
}
