package netadapt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.nn.Recipe;
import netadapt.nn.SuperNetworkGraph;
import netadapt.settings.NetworkFile;
import netadapt.task.AbsoluteDepthError;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class ModelZipTest {
  private final ComputationGraph graph = trained();

  @BeforeEach
  void nothingRan() {
    Planted.ran = false;
  }

  @Test
  void aGraphIsReadBackWithItsOptimizersMemory() throws IOException {
    ComputationGraph read = read(written(true));

    assertSame(read, graph, true);
    assertThat(read.getConfiguration().getIterationCount()).isEqualTo(2);
    assertThat(read.getConfiguration()).isEqualTo(graph.getConfiguration());
  }

  @Test
  void aGraphThatTellsOfPixelsIsReadBackWithItsLoss() throws IOException {
    SubNetwork rooms = SubNetwork.full(NetworkFile.open("rooms").network());
    Recipe recipe =
        new Recipe(new Adam(0.01), 0, 0, 0.9, DataType.FLOAT, 1).withLoss(new AbsoluteDepthError());
    ComputationGraph pixels = new ComputationGraph(SuperNetworkGraph.fixed(rooms, recipe));
    pixels.init();
    INDArray images = Nd4j.ones(DataType.FLOAT, 2, 48, 64, 3);
    INDArray depths = Nd4j.ones(DataType.FLOAT, 2, 48 * 64);
    pixels.fit(new INDArray[] {images}, new INDArray[] {depths});
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelZip.write(pixels, true, file);

    ComputationGraph read = read(file.toByteArray());

    assertSame(read, pixels, true);
    assertThat(read.getConfiguration()).isEqualTo(pixels.getConfiguration());
    read.fit(new INDArray[] {images}, new INDArray[] {depths});
    assertThat(read.score()).isPositive();
  }

  @Test
  void withoutTheMemoryTheWeightsAreReadBack() throws IOException {
    assertSame(read(written(false)), graph, false);
  }

  @Test
  void deeplearning4jReadsTheFile() throws IOException {
    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(written(true)), true);

    assertSame(read, graph, true);
  }

  @Test
  void theFileIsAsDeeplearning4jWritesIt() throws IOException {
    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, theirs, true);

    Map<String, byte[]> ours = entries(written(true));
    assertThat(ours.keySet()).containsExactlyElementsOf(entries(theirs.toByteArray()).keySet());
    entries(theirs.toByteArray()).forEach((n, bytes) -> assertThat(ours.get(n)).isEqualTo(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"preprocessor.bin", "normalizer.bin", "noParams.marker", "objects.zip"})
  void aPlantedEntryIsRefusedUnread(String name) throws IOException {
    Map<String, byte[]> entries = entries(written(true));
    entries.put(name, serialized(new Planted()));

    assertThatThrownBy(() -> read(zip(entries)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("model.zip holds " + name);
    assertThat(Planted.ran).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.json", "coefficients.bin", "updaterState.bin"})
  void aSerializedObjectInAnEntrysPlaceIsNotRead(String name) throws IOException {
    Map<String, byte[]> entries = entries(written(true));
    entries.put(name, serialized(new Planted()));

    assertThatThrownBy(() -> read(zip(entries))).isInstanceOfAny(BadInput.class, IOException.class);
    assertThat(Planted.ran).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.json", "coefficients.bin"})
  void aFileWithoutAnEntryIsRefused(String name) throws IOException {
    Map<String, byte[]> entries = entries(written(true));
    entries.remove(name);

    assertThatThrownBy(() -> read(zip(entries)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("model.zip");
  }

  @Test
  void arraysOfAnotherGraphAreRefused() throws IOException {
    Map<String, byte[]> entries = entries(written(true));
    entries.put("coefficients.bin", entries.get("updaterState.bin"));
    int parameters = Math.toIntExact(graph.params().length());

    assertThatThrownBy(() -> read(zip(entries)))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("coefficients.bin in model.zip has ")
        .hasMessageEndingWith("numbers but the graph beside it has " + parameters);
  }

  /** Room for them all would be more than any machine has. */
  @Test
  void noRoomIsMadeForWeightsThatAreNotThere() throws IOException {
    Map<String, byte[]> entries = entries(written(true));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String wide = json.replaceFirst("\"nout\" : \\d+", "\"nout\" : 1000000000000");
    assertThat(wide).isNotEqualTo(json);
    entries.put("configuration.json", wide.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> read(zip(entries)))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("coefficients.bin in model.zip has ");
  }

  @Test
  void aClassThatIsNoPartOfAGraphIsNotEvenLoaded() {
    String stranger = Planted.Loaded.class.getName();

    assertThatThrownBy(() -> read(withVertex(stranger)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "configuration.json in model.zip names the class %s, which is no part of a graph"
                .formatted(stranger));
    assertThat(Planted.ran).isFalse();
  }

  @Test
  void aClassInAPlaceOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> read(withVertex("org.nd4j.linalg.learning.config.Sgd")))
        .isInstanceOf(BadInput.class)
        .hasMessage("configuration.json in model.zip is no graph");
  }

  /** The first of the graph's layers as of another class. */
  private byte[] withVertex(String name) throws IOException {
    Map<String, byte[]> entries = entries(written(true));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String changed =
        json.replaceFirst("netadapt.nn.ElasticConvolution", Matcher.quoteReplacement(name));
    entries.put("configuration.json", changed.getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  @Test
  void aClassInAListIsRefusedBeforeItIsLoaded() throws IOException {
    Map<String, byte[]> entries = entries(written(false));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String planted =
        json.replaceFirst("\"vertices\" : \\{", "\"vertices\" : { \"x\" : [\"any.Class\", {}],");
    assertThat(planted).isNotEqualTo(json);
    entries.put("configuration.json", planted.getBytes(StandardCharsets.UTF_8));
    byte[] zip = zip(entries);

    assertThatThrownBy(() -> read(zip))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("names the class any.Class");
  }

  private byte[] written(boolean updater) throws IOException {
    return written(graph, updater);
  }

  static byte[] written(ComputationGraph graph, boolean updater) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelZip.write(graph, updater, bytes);
    return bytes.toByteArray();
  }

  private static ComputationGraph read(byte[] bytes) throws IOException {
    return ModelZip.read(new ByteArrayInputStream(bytes), "model.zip");
  }

  static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      entries.put(entry.getName(), in.readAllBytes());
    }
    return entries;
  }

  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static ComputationGraph trained() {
    TrainingPlan plan = Plans.plan(1, 1, 1);
    ComputationGraph graph = new ComputationGraph(Plans.source(plan).graph(3, 1));
    graph.init();
    Plans.minibatches(plan, true)
        .of(Plans.shards(30).get(0), 0, 3, 0, 2)
        .forEachRemaining(graph::fit);
    return graph;
  }

  private static void assertSame(ComputationGraph one, ComputationGraph two, boolean memory) {
    assertThat(WorkerState.of(one).parameters()).isEqualTo(WorkerState.of(two).parameters());
    if (memory) {
      assertThat(WorkerState.of(one).updater())
          .isEqualTo(WorkerState.of(two).updater())
          .isNotEmpty();
    }
  }
}
