package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.Operators;
import netadapt.run.CostTableFile;
import netadapt.settings.NetworkFile;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribeCommandTest {
  private static final String FOUND = "src/test/resources/netadapt/mobilenet-v3-51ms.json";

  /** From the layers of Table 8 of the paper; DESIGN 2.5 derives it. */
  @Test
  void initialNetworkHasThePapersMacs() throws Exception {
    assertThat(json("mobilenet-v3-latency").path("macs").asLong()).isEqualTo(503_915_520);
  }

  /** Table 8's network, which the paper rounds to 225M with pooling, scaling and sums. */
  @Test
  void foundNetworkHasThePapersMacs() throws Exception {
    JsonNode found = json("mobilenet-v3-latency", "--architecture", FOUND);

    assertThat(found.path("macs").asLong()).isEqualTo(223_056_000);
    assertThat(found.path("removed")).hasSize(1);
    assertThat(found.path("removed").get(0).asText()).isEqualTo("b12");
  }

  /** MobileNetV1 1.0/224: the published 569M and 4.2M, exactly. */
  @Test
  void mobileNetV1HasItsPublishedMacsAndParameters() throws Exception {
    JsonNode v1 = json("mobilenet-v1");

    assertThat(v1.path("macs").asLong()).isEqualTo(568_740_352);
    assertThat(v1.path("params").asLong()).isEqualTo(4_231_976);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet-v3-latency",
        "mobilenet-v3-macs",
        "mobilenet-v1",
        "mnist",
        "cifar10",
        "fastdepth",
        "rooms"
      })
  void totalsAreTheSumsOfTheLayers(String network) throws Exception {
    JsonNode described = json(network);

    long macs = 0;
    long params = 0;
    for (JsonNode layer : described.path("layers")) {
      macs += layer.path("macs").asLong();
      params += layer.path("params").asLong();
    }
    assertThat(described.path("network").asText()).isEqualTo(network);
    assertThat(macs).isEqualTo(described.path("macs").asLong()).isPositive();
    assertThat(params).isEqualTo(described.path("params").asLong()).isPositive();
  }

  @Test
  void aTableOfCostsTellsWhatTheNetworkTakes(@TempDir Path folder) throws Exception {
    SuperNetwork network = NetworkFile.open("mnist").network();
    List<CostTable.Row> rows = new ArrayList<>();
    Operators.reachable(network).forEach(one -> rows.add(new CostTable.Row(one, 0.25, 0, 0)));
    String file = folder.resolve("board.csv").toString();
    CostTableFile.write(new CostTable("latency_ms", Map.of(), rows), file, new Configuration());
    int[] operators = {0};
    Operators.of(SubNetwork.full(network), one -> operators[0]++);

    assertThat(json("mnist", "--table", file).path("costs").path("latency_ms").asDouble())
        .isEqualTo(0.25 * operators[0]);
    assertThat(Invocation.of("describe", "mnist", "--table", file).out())
        .contains("\nlatency (ms): ");
    assertThat(Invocation.of("describe", "mnist", "--table", "none.csv").err())
        .isEqualTo("--table is none.csv but there is no such file\n");
  }

  @Test
  void tableShowsWhatIsLeftOfEachLayer() {
    String table = Invocation.of("describe", "mobilenet-v3-latency", "--architecture", FOUND).out();

    assertThat(table)
        .containsPattern("b6.depthwise +depthwise +3 +1 +80 of 128 +32 +28x28x112 +564,480 +880\n")
        .containsPattern("b12 +removed +14x14x128 +0 +0\n")
        .contains("223,056,000 MACs");
  }

  @Test
  void decoderShowsItsUpsamplingItsSkipsAndWhatItTells() throws Exception {
    assertThat(Invocation.of("describe", "fastdepth").out())
        .containsPattern("d2.upsample +upsample by 2 +28x28x256 +0 +0\n")
        .containsPattern("d2 +plus b6 +28x28x256 +0 +0\n")
        .containsPattern("depth +pixelwise +1 +224x224x1 +1,605,632 +33\n")
        .contains("fastdepth at 224x224x3, 1 number per pixel: 736,658,944 MACs");
    JsonNode json = json("fastdepth");
    assertThat(json.path("output")).hasToString("[224,224,1]");
    assertThat(json.has("classes")).isFalse();
    assertThat(json.path("skips").get(2))
        .hasToString("{\"block\":\"d4\",\"from\":\"b2\",\"channels\":64}");
  }

  @Test
  void widthsOfTheGridAreMultiplesOfTheDivisor(@TempDir Path folder) throws Exception {
    String mnist = Files.readString(Path.of("conf/networks/mnist.conf"));
    Path file = Files.writeString(folder.resolve("mnist.conf"), mnist + "width-divisor = 16\n");

    assertThat(json("mnist").path("layers").get(1).path("widths"))
        .hasToString("[0,6,12,18,24,30,36,42,48]");
    assertThat(json("" + file).path("layers").get(1).path("widths")).hasToString("[0,16,32,48]");
  }

  @Test
  void configurationSaysWhichNetworkAndWhichImages(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("run.conf"), "network = mnist\ndata.height = 32");

    Invocation described = Invocation.of("describe", "--config", "" + file, "-Ddata.width=32");

    assertThat(described.out()).contains("mnist at 32x32x1, 10 classes");
  }

  @Test
  void unknownNetworkIsAMistake() {
    Invocation bad = Invocation.of("describe", "mobilenet-v9");

    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err())
        .startsWith("network \"mobilenet-v9\" is neither conf/networks/")
        .hasLineCount(1);
  }

  @Test
  void missingArchitectureFileIsAMistake() {
    Invocation bad = Invocation.of("describe", "mnist", "--architecture", "no/such.json");

    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).isEqualTo("--architecture is no/such.json but there is no such file\n");
  }

  @Test
  void architectureOfAnotherNetworkIsAMistake() {
    Invocation bad = Invocation.of("describe", "mnist", "--architecture", FOUND);

    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).contains("\"mobilenet-v3-latency\"", "mnist", FOUND);
  }

  private static JsonNode json(String network, String... more) throws Exception {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "describe";
    arguments[1] = network;
    arguments[2] = "--json";
    System.arraycopy(more, 0, arguments, 3, more.length);
    Invocation described = Invocation.of(arguments);
    assertThat(described.err()).isEmpty();
    assertThat(described.code()).isEqualTo(0);
    return new ObjectMapper().readTree(described.out());
  }
}
