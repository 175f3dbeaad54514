package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import example.RooflineLatency;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.CostTable;
import netadapt.cost.CostTable.Row;
import netadapt.cost.Operator;
import netadapt.cost.Operators;
import netadapt.cost.PaperNetworks;
import netadapt.cost.Resource;
import netadapt.measure.Processor;
import netadapt.run.CostTableFile;
import netadapt.search.Journal;
import netadapt.search.Oracles;
import netadapt.search.SearchListener;
import netadapt.search.SearchResult;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final SuperNetwork TINY = PaperNetworks.tiny();

  @TempDir Path folder;

  /** A device to which kernels and widths cost, and pixels do not. */
  private String table(String name, String metric) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Operator operator : Operators.reachable(TINY)) {
      rows.add(new Row(operator, operator.kernel() * operator.outputs(), 0, 0));
    }
    String file = folder.resolve(name).toString();
    CostTableFile.write(new CostTable(metric, Map.of(), rows), file, HADOOP);
    return file;
  }

  private static Settings settings(Map<String, String> settings) {
    return Settings.of("", settings);
  }

  @Test
  void aTablesMetricGuidesTheSearchAndAnotherOneIsALimit() throws IOException {
    String tables = table("a.csv", "latency_ms") + "," + table("b.parquet", "energy_mj");
    Settings settings =
        settings(
            Map.of(
                "latency.table", tables,
                "search.metric", "latency_ms",
                "search.budgets", "[50]",
                "search.limits.energy_mj", "40",
                "search.samples", "6",
                "search.layers", "2",
                "search.reduction", "0.1",
                "search.strategy", "descent"));
    Metrics metrics = Metrics.of(settings, HADOOP);
    assertThat(metrics.further())
        .extracting(Resource::name)
        .containsExactly("latency_ms", "energy_mj");

    SearchResult result =
        SearchStep.search(TINY, metrics, settings.search())
            .run(Oracles.scorer(), Journal.none(), SearchListener.NONE);

    Resource latency = metrics.guide();
    SubNetwork found = SubNetwork.of(TINY, result.smallest().found().sample().architecture());
    assertThat(latency.of(SubNetwork.full(TINY))).isEqualTo(90);
    assertThat(latency.of(found)).isLessThanOrEqualTo(40).isPositive();
  }

  /** A metric of one's own. */
  public static final class LayerCount implements Resource {
    @Override
    public String name() {
      return "layers";
    }

    @Override
    public String unit() {
      return "layers";
    }

    @Override
    public double of(SubNetwork network) {
      return Arrays.stream(network.filters()).filter(filters -> filters > 0).count();
    }
  }

  @Test
  void aMetricOfOnesOwnIsFound() throws IOException {
    Metrics metrics = withMetricOfOnesOwn(LayerCount.class.getName());

    assertThat(metrics.guide().of(SubNetwork.full(TINY))).isEqualTo(3);
    assertThat(metrics.further()).extracting(Resource::name).containsExactly("layers");
  }

  @Test
  void theDocumentedMetricOfOnesOwnIsTheOneThatIsCompiled() throws IOException {
    String documented = Files.readString(Path.of("docs/searching.md"));
    String compiled = Files.readString(Path.of("src/test/java/example/RooflineLatency.java"));

    assertThat(documented).contains(compiled.replaceAll("(?s).*// example\n(.*?)// end.*", "$1"));
  }

  @Test
  void anOperatorOfTheRooflineComputesOrMovesNumbersWhicheverTakesLonger() {
    Resource roofline = new RooflineLatency();

    // 8x8 pixels of 3 channels, then 8; 8x8 to 4x4; 4x4 with as many; their mean; 8 to 10.
    double numbers = 64 * (3 + 8) + 8 * (64 + 16) + 16 * (8 + 8) + (8 * 16 + 8) + (8 + 10);
    assertThat(roofline.of(SubNetwork.full(TINY))).isCloseTo(4 * numbers / 20e6, within(1e-12));

    // A convolution of 3x3 over 4,608 channels has far more to compute than to move.
    SuperNetwork wide =
        new NetworkBuilder("wide", new Shape(8, 8, 4608), 2, 1)
            .convolution("c1", 64, 3, 1, Activation.RELU, true, -1)
            .globalAveragePool("pool")
            .dense("classifier", 2)
            .build();
    double computing = 64.0 * 9 * 4608 * 64 / 1e9;
    assertThat(roofline.of(SubNetwork.full(wide)))
        .isCloseTo(computing + 4 * (64 * 64 + 64 + 64 + 2) / 20e6, within(1e-12));
  }

  @Test
  void aMetricOfOnesOwnThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> withMetricOfOnesOwn("my.Layers"))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("a metric of your own cannot be used: ")
        .hasMessageContaining("my.Layers");
  }

  private Metrics withMetricOfOnesOwn(String name) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Resource.class.getName()), name);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader jar = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(jar);
      return Metrics.of(settings(Map.of("search.metric", "layers")), HADOOP);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void networksAreMeasuredHereIfATableIsOfAProcessorLikeThisOne() throws IOException {
    String here = table("here.csv", "latency_ms");
    assertThat(Metrics.of(settings(Map.of("latency.table", here)), HADOOP).threadsHere()).isEmpty();

    CostTable table = CostTableFile.read(here, "table", HADOOP);
    CostTable known = table.with("processor", Processor.name()).with("threads", "3");
    CostTableFile.write(known, here, HADOOP);
    assertThat(Metrics.of(settings(Map.of("latency.table", here)), HADOOP).threadsHere())
        .hasValue(3);
  }

  @Test
  void aMetricIsNotCalledAsAColumnOfResults() throws IOException {
    String table = table("a.csv", "measured_ms");

    assertThatThrownBy(() -> Metrics.of(settings(Map.of("latency.table", table)), HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "a metric is called measured_ms, as a column of results is: give it another name");
  }

  @Test
  void aMetricThatThereIsNotIsToldWithThoseThatThereAre() throws IOException {
    String table = table("a.csv", "latency_s");

    assertThatThrownBy(
            () ->
                Metrics.of(
                    settings(Map.of("latency.table", table, "search.metric", "latency_ms")),
                    HADOOP))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("metric is latency_ms but must be macs, params or latency_s");
    assertThatThrownBy(() -> Metrics.of(settings(Map.of("search.limits.energy_mj", "1")), HADOOP))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("limits is of energy_mj but must be of macs or params");
    assertThatThrownBy(
            () -> Metrics.of(settings(Map.of("latency.table", table + "," + table)), HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "two metrics are called latency_s: leave out a table of latency.table, or a class of"
                + " your own");
  }

  @Test
  void aTableOfAnotherNetworkIsRefusedBeforeTheSearch() throws IOException {
    Settings settings =
        settings(
            Map.of("latency.table", table("a.csv", "latency_ms"), "search.metric", "latency_ms"));
    Metrics metrics = Metrics.of(settings, HADOOP);

    assertThatThrownBy(
            () -> SearchStep.search(PaperNetworks.mobileNetV1(), metrics, settings.search()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("a.csv has no row for a ")
        .hasMessageContaining(" operators of mobilenet-v1: it is of another network");
  }
}
