package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import org.junit.jupiter.api.Test;

class PretrainedWeightsTest {
  private static final int CASES = 100;

  @Test
  void aNetworkWithTheWeightsOfAModelComputesWhatTheModelDoes() {
    for (long seed = 0; seed < CASES; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork network = random.either();
      SubNetwork full = SubNetwork.full(network);
      Weights weights = random.weights(network);
      byte[] model = UnfoldedModel.write(full, weights);

      PretrainedWeights taken = PretrainedWeights.of("model", model, full);

      assertThat(taken.rest()).as("seed %d", seed).isEmpty();
      Weights classifier = weights.of("classifier"); // is no convolution
      Weights all = taken.weights().with(classifier);
      assertThat(all.tensors().keySet()).as("seed %d", seed).isEqualTo(weights.tensors().keySet());
      float[] image = RandomNetworks.channelsFirst(network.input(), random.image(network));
      assertThat(logits(OnnxModel.write(full, all, Map.of()), image))
          .as("seed %d", seed)
          .containsExactly(logits(model, image), within(1e-3f));
    }
  }

  @Test
  void ofAModelThatHasTheNormalisationFoldedInTheFiltersAreTaken() {
    SubNetwork full = SubNetwork.full(small(3, 8));
    Weights weights = new RandomNetworks(1).weights(full.network());
    byte[] model = OnnxModel.write(full, weights, Map.of());

    Weights taken = PretrainedWeights.of("model", model, full).weights();

    FoldedConvolution folded = FoldedConvolution.of(full.layers().get(0), weights);
    assertThat(taken.tensor("c1", "weight").at(0)).isEqualTo(folded.weight[0]);
    assertThat(taken.tensor("c1", "gamma").values()).containsOnly(1);
    assertThat(taken.tensor("c1", "variance").values()).containsOnly(1);
    assertThat(taken.tensor("c1", "beta").values()).containsOnly(0);
    assertThat(taken.tensor("c1", "mean").values()).containsOnly(0);
    assertThat(taken.tensor("end", "bias")).isEqualTo(weights.tensor("end", "bias"));
  }

  @Test
  void aSmallerKernelIsTheCentreOfTheNetworks() {
    SubNetwork given = SubNetwork.full(small(3, 8));
    SubNetwork wanted = SubNetwork.full(small(5, 8));
    RandomNetworks random = new RandomNetworks(2);
    Weights weights = random.weights(given.network());
    float[] image = random.image(given.network());
    byte[] model = UnfoldedModel.write(given, weights);

    PretrainedWeights taken = PretrainedWeights.of("model", model, wanted);

    assertThat(taken.rest()).isEmpty();
    assertThat(taken.convolutions()).isEqualTo(4);
    assertThat(logits(OnnxModel.write(wanted, taken.weights(), Map.of()), image))
        .containsExactly(logits(model, image), within(1e-5f));
  }

  @Test
  void itEndsAtTheFirstLayerOfAnotherSize() {
    SubNetwork given = SubNetwork.full(small(3, 8));
    Weights weights = new RandomNetworks(3).weights(given.network());
    byte[] model = UnfoldedModel.write(given, weights);

    PretrainedWeights taken = PretrainedWeights.of("model", model, SubNetwork.full(small(3, 9)));

    assertThat(taken.convolutions()).isEqualTo(2);
    assertThat(taken.weights().tensors().keySet())
        .allMatch(name -> name.startsWith("c1/") || name.startsWith("b2.depthwise/"));
    assertThat(taken.rest())
        .hasValue(
            "b2.pointwise/conv is [8, 4, 1, 1] in 1 groups, and b2.pointwise takes [9, 4, 1, 1] in 1");
  }

  @Test
  void constantsMayBeNodesAndHaveOtherNames() throws Exception {
    SubNetwork full = SubNetwork.full(small(3, 8));
    byte[] model = UnfoldedModel.write(full, new RandomNetworks(4).weights(full.network()));
    GraphProto graph = ModelProto.parseFrom(model).getGraph();
    GraphProto.Builder nodes = graph.toBuilder().clearInitializer().clearNode();
    for (TensorProto tensor : graph.getInitializerList()) {
      NodeProto.Builder constant = NodeProto.newBuilder().setOpType("Constant");
      constant.addAttribute(
          AttributeProto.newBuilder().setName("value").setT(tensor).setType(AttributeType.TENSOR));
      nodes.addNode(constant.addOutput(tensor.getName() + "/original"));
      NodeProto.Builder same = NodeProto.newBuilder().setOpType("Identity");
      nodes.addNode(same.addInput(tensor.getName() + "/original").addOutput(tensor.getName()));
    }
    byte[] rewritten =
        ModelProto.newBuilder()
            .setGraph(nodes.addAllNode(graph.getNodeList()))
            .build()
            .toByteArray();

    assertThat(PretrainedWeights.of("model", rewritten, full))
        .isEqualTo(PretrainedWeights.of("model", model, full));
  }

  @Test
  void whatIsNoModelOrHasNoConvolutionIsSaidToBeSo() {
    assertThatThrownBy(() -> PretrainedWeights.check("a.onnx", new byte[] {1, 2, 3}))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("a.onnx is not an ONNX model: ");
    byte[] dense = new TinyModel(new float[][] {{1, 2}}, 1, 1).bytes();
    assertThatThrownBy(() -> PretrainedWeights.check("a.onnx", dense))
        .isInstanceOf(BadInput.class)
        .hasMessage("a.onnx has no convolution");
  }

  @Test
  void weightsThatAreNotInTheModelAsFloat32AreRefused() throws Exception {
    assertRefused(
        tensor -> tensor.setDataType(TensorProto.DataType.FLOAT16_VALUE),
        "m.onnx: Conv 'c1/conv' reads numbers of FLOAT16: export the model with float32");
    assertRefused(
        tensor -> tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL),
        "m.onnx: Conv 'c1/conv' has its numbers in another file: save the model as one file");
    assertRefused(
        tensor -> tensor.setName("elsewhere"),
        "m.onnx: Conv 'c1/conv' reads 'c1/raw/weight', which is no constant: the model's numbers must be, and not quantised");
    assertRefused(
        tensor -> tensor.setFloatData(0, Float.NaN),
        "m.onnx: Conv 'c1/conv' has numbers that are not finite");
    assertRefused(
        tensor -> tensor.setDims(0, 5),
        "m.onnx: Conv 'c1/conv' reads 108 numbers for a tensor [5, 3, 3, 3]");
  }

  /** A change of the first convolution's weight. */
  private static void assertRefused(Consumer<TensorProto.Builder> change, String message)
      throws InvalidProtocolBufferException {
    SubNetwork full = SubNetwork.full(small(3, 8));
    ModelProto.Builder model =
        ModelProto.parseFrom(
            UnfoldedModel.write(full, new RandomNetworks(5).weights(full.network())))
            .toBuilder();
    for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      if (tensor.getName().equals("c1/raw/weight")) {
        change.accept(tensor);
      }
    }
    byte[] bytes = model.build().toByteArray();

    assertThatThrownBy(() -> PretrainedWeights.of("m.onnx", bytes, full))
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  private static SuperNetwork small(int kernel, int filters) {
    return new NetworkBuilder("small", new Shape(8, 8, 3), 5, 64)
        .convolution("c1", 4, kernel, 2, Activation.RELU, true, 2)
        .separable("b2", filters, kernel, 1, Activation.RELU, 4)
        .upsample(2)
        .pixelwise("end", 1)
        .build();
  }

  private static float[] logits(byte[] model, float[] image) {
    try (OnnxClassifier classifier = new OnnxClassifier("model", model, 1)) {
      return classifier.logits(image, 1)[0];
    }
  }
}
