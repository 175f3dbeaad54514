package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.MaskedNetwork;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import org.junit.jupiter.api.Test;

class OnnxModelTest {
  private static final int CASES = 250;

  @Test
  void givesTheLogitsOfTheMaskedSuperNetwork() {
    for (long seed = 0; seed < CASES; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.either();
      equalsMasked(seed, random, network, random.architecture(network));
    }
  }

  @Test
  void givesTheLogitsOfTheSuperNetworkAtFullSizeAndOfNothingButBypasses() {
    for (long seed = 0; seed < 20; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.either();
      equalsMasked(seed, random, network, network.full());
      equalsMasked(seed, random, network, network.smallest());
    }
  }

  @Test
  void equalSubNetworksGiveEqualBytes() {
    Map<String, String> ascending = new LinkedHashMap<>();
    ascending.put("a", "1");
    ascending.put("b", "2");
    Map<String, String> descending = new LinkedHashMap<>();
    descending.put("b", "2");
    descending.put("a", "1");

    assertThat(write(7, ascending)).isEqualTo(write(7, descending));
  }

  @Test
  void theVersionIsThatOfTheContent() throws Exception {
    ModelProto model = ModelProto.parseFrom(write(7, Map.of()));

    assertThat(model.getModelVersion()).isBetween(1L, (1L << 48) - 1);
    assertThat(ModelProto.parseFrom(write(7, Map.of("a", "1"))).getModelVersion())
        .isEqualTo(model.getModelVersion());
    assertThat(ModelProto.parseFrom(write(8, Map.of())).getModelVersion())
        .isNotEqualTo(model.getModelVersion());
    assertThat(model.getProducerName()).isEqualTo("netadapt-spark");
    assertThat(model.getProducerVersion()).isNotEmpty();
  }

  @Test
  void canonicalArchitecturesGiveTheSameNodes() {
    for (long seed = 0; seed < 50; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.network();
      Weights weights = random.weights(network);
      SubNetwork sub = SubNetwork.of(network, random.architecture(network));
      SubNetwork canonical = SubNetwork.of(network, sub.canonical());

      assertThat(OnnxModel.write(canonical, Slicer.slice(weights, canonical), Map.of()))
          .isEqualTo(OnnxModel.write(sub, Slicer.slice(weights, sub), Map.of()));
    }
  }

  @Test
  void removedResidualBlockLeavesNoNodes() throws Exception {
    SuperNetwork network = small();
    Architecture removed =
        network
            .full()
            .with(1, new LayerSize(0, 1))
            .with(2, new LayerSize(0, 3))
            .with(3, new LayerSize(0, 1));

    assertThat(nodes(network, removed)).noneMatch(node -> node.getName().startsWith("b2"));
  }

  @Test
  void nodesAreNamedAfterTheirLayers() throws Exception {
    SuperNetwork network = small();

    assertThat(nodes(network, network.full()).stream().map(NodeProto::getName))
        .containsExactly(
            "c1/conv",
            "c1/relu",
            "b2.expand/conv",
            "b2.expand/relu",
            "b2.depthwise/conv",
            "b2.depthwise/relu",
            "b2.project/conv",
            "b2/pad",
            "b2/sum",
            "pool",
            "classifier/flatten",
            "classifier/gemm",
            "logits");
  }

  @Test
  void everyOutputIsNamedOnce() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.network();

      assertThat(nodes(network, random.architecture(network)).stream().map(NodeProto::getName))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void weightsOfAnotherSubNetworkAreRefused() {
    SuperNetwork network = small();
    Weights whole = new RandomNetworks(1).weights(network);
    SubNetwork sub = SubNetwork.of(network, network.full().with(0, new LayerSize(2, 3)));

    assertThatThrownBy(() -> OnnxModel.write(sub, whole, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weights of layer c1 have shape [4] but must have [2]");
  }

  @Test
  void batchNormalisationUsesTheProjectsEpsilon() {
    SuperNetwork network =
        new NetworkBuilder("one", new Shape(1, 1, 1), 2, 1)
            .convolution("c1", 1, 1, 1, Activation.NONE, true, 1)
            .dense("classifier", 1)
            .build();
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("c1/weight", new Tensor(new int[] {1, 1, 1, 1}, new float[] {1}));
    tensors.put("c1/gamma", one(2));
    tensors.put("c1/beta", one(5));
    tensors.put("c1/mean", one(3));
    tensors.put("c1/variance", one(0));
    tensors.put("classifier/weight", new Tensor(new int[] {1, 1}, new float[] {1}));
    tensors.put("classifier/bias", one(0));
    byte[] model = OnnxModel.write(SubNetwork.full(network), new Weights(tensors), Map.of());

    try (OnnxClassifier classifier = new OnnxClassifier("one", model, 1)) {
      // (4 - 3) / sqrt(0 + 0.001) * 2 + 5
      assertThat(classifier.logits(new float[] {4}, 1)[0][0])
          .isCloseTo((float) (2 / Math.sqrt(1e-3) + 5), within(1e-4f));
    }
  }

  private static Tensor one(float value) {
    return new Tensor(new int[] {1}, new float[] {value});
  }

  private static SuperNetwork small() {
    return new NetworkBuilder("small", new Shape(9, 9, 3), 5, 64)
        .convolution("c1", 4, 3, 2, Activation.RELU, true, 2)
        .mobile("b2", 8, 6, 3, 1, Activation.RELU, false, 4)
        .globalAveragePool("pool")
        .dense("classifier", 3)
        .build();
  }

  private static byte[] write(long seed, Map<String, String> metadata) {
    RandomNetworks random = new RandomNetworks(seed);
    SuperNetwork network = random.network();
    SubNetwork sub = SubNetwork.of(network, random.architecture(network));
    return OnnxModel.write(sub, Slicer.slice(random.weights(network), sub), metadata);
  }

  private static List<NodeProto> nodes(SuperNetwork network, Architecture architecture)
      throws Exception {
    SubNetwork sub = SubNetwork.of(network, architecture);
    Weights weights = Slicer.slice(new RandomNetworks(1).weights(network), sub);
    return ModelProto.parseFrom(OnnxModel.write(sub, weights, Map.of())).getGraph().getNodeList();
  }

  private static void equalsMasked(
      long seed, RandomNetworks random, SuperNetwork network, Architecture architecture) {
    Weights weights = random.weights(network);
    float[] image = random.image(network);
    SubNetwork sub = SubNetwork.of(network, architecture);
    byte[] model = OnnxModel.write(sub, Slicer.slice(weights, sub), Map.of());

    double[] masked = MaskedNetwork.logits(network, architecture, weights, image);
    try (OnnxClassifier classifier = new OnnxClassifier("seed " + seed, model, 1)) {
      float[] sliced =
          classifier.logits(RandomNetworks.channelsFirst(network.input(), image), 1)[0];
      double largest = Arrays.stream(masked).map(Math::abs).max().orElseThrow();
      assertThat(sliced).hasSize(masked.length);
      for (int i = 0; i < masked.length; i++) {
        assertThat((double) sliced[i])
            .as("seed %d, logit %d, %s", seed, i, architecture)
            .isCloseTo(masked[i], within(1e-4 * largest));
      }
    }
  }
}
