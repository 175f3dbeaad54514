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
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.onnx.PretrainedWeights.Rest;
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
      byte[] model =
          seed % 2 == 0
              ? UnfoldedModel.write(full, weights)
              : UnfoldedModel.writeBriefly(full, weights);

      PretrainedWeights taken = PretrainedWeights.of(model, full);

      assertThat(taken.rest()).as("seed %d", seed).isEmpty();
      assertThat(taken.renormalized()).as("seed %d", seed).isZero();
      Weights classifier = weights.of("classifier"); // is no convolution
      Weights all = taken.weights().with(classifier);
      assertThat(all.tensors().keySet()).as("seed %d", seed).isEqualTo(weights.tensors().keySet());
      float[] image = RandomNetworks.channelsFirst(network.input(), random.image(network));
      float[] wanted = logits(model, image);
      assertThat(logits(OnnxModel.write(full, all, Map.of()), image))
          .as("seed %d", seed)
          .containsExactly(wanted, within(1e-4f * (1 + largest(wanted))));
    }
  }

  @Test
  void ofAModelThatHasTheNormalisationFoldedInTheFiltersAreTaken() {
    SubNetwork full = SubNetwork.full(small(3, 8));
    Weights weights = new RandomNetworks(1).weights(full.network());
    byte[] model = OnnxModel.write(full, weights, Map.of());

    PretrainedWeights pretrained = PretrainedWeights.of(model, full);

    assertThat(pretrained.convolutions()).isEqualTo(4);
    assertThat(pretrained.renormalized()).isEqualTo(3);
    Weights taken = pretrained.weights();
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

    PretrainedWeights taken = PretrainedWeights.of(model, wanted);

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

    PretrainedWeights taken = PretrainedWeights.of(model, SubNetwork.full(small(3, 9)));

    assertThat(taken.convolutions()).isEqualTo(2);
    assertThat(taken.weights().tensors().keySet())
        .allMatch(name -> name.startsWith("c1/") || name.startsWith("b2.depthwise/"));
    assertThat(taken.rest())
        .hasValue(
            new Rest(
                "b2.pointwise",
                "Conv 'b2.pointwise/conv' has weights [8, 4, 1, 1] in groups: 1, but b2.pointwise needs [9, 4, 1, 1]"
                    + " in groups: 1"));
  }

  @Test
  void constantsMayBeNodesAndHaveOtherNames() {
    assertSameWithConstants(
        (tensor, graph) -> {
          graph.addNode(
              constant("value", AttributeType.TENSOR, value -> value.setT(tensor))
                  .addOutput(tensor.getName() + "/original"));
          graph.addNode(
              NodeProto.newBuilder()
                  .setOpType("Identity")
                  .addInput(tensor.getName() + "/original")
                  .addOutput(tensor.getName()));
        });
  }

  @Test
  void aListOfNumbersMayBeANode() {
    assertSameWithConstants(
        (tensor, graph) -> {
          if (tensor.getDimsCount() == 1 && tensor.getFloatDataCount() > 0) {
            graph.addNode(
                constant(
                        "value_floats",
                        AttributeType.FLOATS,
                        value -> value.addAllFloats(tensor.getFloatDataList()))
                    .addOutput(tensor.getName()));
          } else {
            graph.addInitializer(tensor);
          }
        });
  }

  private static void assertSameWithConstants(
      BiConsumer<TensorProto, GraphProto.Builder> rewriting) {
    SubNetwork full = SubNetwork.full(small(3, 8));
    byte[] model = UnfoldedModel.write(full, new RandomNetworks(4).weights(full.network()));
    byte[] rewritten =
        changed(
            model,
            graph -> {
              List<TensorProto> constants = graph.getInitializerList();
              List<NodeProto> nodes = graph.getNodeList();
              graph.clearInitializer().clearNode();
              constants.forEach(tensor -> rewriting.accept(tensor, graph));
              assertThat(graph.getNodeCount()).isPositive();
              graph.addAllNode(nodes);
            });

    assertThat(PretrainedWeights.of(rewritten, full)).isEqualTo(PretrainedWeights.of(model, full));
  }

  private static NodeProto.Builder constant(
      String attribute, AttributeType type, Consumer<AttributeProto.Builder> value) {
    AttributeProto.Builder given = AttributeProto.newBuilder().setName(attribute).setType(type);
    value.accept(given);
    return NodeProto.newBuilder().setOpType("Constant").addAttribute(given);
  }

  @Test
  void aSqueezeAndExciteIsTakenWholeOrNotAtAll() {
    SubNetwork given = SubNetwork.full(squeezing());
    byte[] model = UnfoldedModel.write(given, new RandomNetworks(6).weights(given.network()));
    byte[] shorter = changed(model, graph -> cutAfter(graph, "b1.squeeze-excite/reduce"));

    PretrainedWeights taken = PretrainedWeights.of(shorter, given);

    assertThat(taken.convolutions()).isEqualTo(2); // expand and depthwise
    assertThat(taken.weights().of("b1.squeeze-excite")).isEqualTo(Weights.NONE);
    assertThat(taken.rest())
        .hasValue(new Rest("b1.squeeze-excite", "the model has no further Conv"));
    assertThat(PretrainedWeights.of(model, given).convolutions()).isEqualTo(6);
  }

  @Test
  void whatIsNoModelIsSaidToBeSo() {
    SubNetwork full = SubNetwork.full(small(3, 8));

    assertThatThrownBy(() -> PretrainedWeights.of(new byte[] {1, 2, 3}, full))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("rotocol message");
  }

  @Test
  void aModelWithoutConvolutionsGivesNothing() {
    byte[] dense = new TinyModel(new float[][] {{1, 2}}, 1, 1).bytes();

    PretrainedWeights taken = PretrainedWeights.of(dense, SubNetwork.full(small(3, 8)));

    assertThat(taken)
        .isEqualTo(
            new PretrainedWeights(
                Weights.NONE, 0, 0, Optional.of(new Rest("c1", "the model has no further Conv"))));
  }

  @Test
  void weightsThatAreNotInTheModelAsFloat32AreNotTaken() {
    assertEndsAtFirst(
        "Conv 'c1/conv' has numbers of FLOAT16: export it with float32",
        tensor("weight", weight -> weight.setDataType(DataType.FLOAT16_VALUE)));
    assertEndsAtFirst(
        "Conv 'c1/conv' has numbers of type 99: export it with float32",
        tensor("weight", weight -> weight.setDataType(99)));
    assertEndsAtFirst(
        "Conv 'c1/conv' has its numbers in another file: save the model as one file",
        tensor("weight", weight -> weight.setDataLocation(DataLocation.EXTERNAL)));
    assertEndsAtFirst(
        "Conv 'c1/conv' reads 'c1/raw/weight', which is no initializer or Constant, as in quantised models",
        tensor("weight", weight -> weight.setName("elsewhere")));
  }

  @Test
  void weightsThatCannotBeRightAreNotTaken() {
    assertEndsAtFirst(
        "Conv 'c1/conv' has numbers that are not finite",
        tensor("weight", weight -> weight.setFloatData(0, Float.NaN)));
    assertEndsAtFirst(
        "Conv 'c1/conv' has 108 numbers for a tensor [5, 3, 3, 3]",
        tensor("weight", weight -> weight.setDims(0, 5)));
    assertEndsAtFirst(
        "BatchNormalization 'c1/conv' has a variance of -0.01, with epsilon 0.02",
        tensor("variance", variance -> variance.setFloatData(0, -0.01f)));
    assertEndsAtFirst(
        "BatchNormalization 'c1/conv' has 3 numbers for 4 filters",
        tensor("mean", mean -> sized(mean, 3)));
    assertEndsAtFirst(
        "Conv 'c1/conv' has numbers that are too large",
        tensor("mean", mean -> mean.setFloatData(0, -Float.MAX_VALUE))
            .andThen(tensor("bias", bias -> bias.setFloatData(0, Float.MAX_VALUE))));
  }

  @Test
  void convolutionsThatComputeSomethingElseAreNotTaken() {
    assertEndsAtFirst(
        "Conv 'c1/conv' is dilated",
        graph -> first(graph).addAttribute(GraphBuilder.attributes("dilations", 2, 2)));
    assertEndsAtFirst(
        "Conv 'c1/conv' has weights [4, 3, 3, 3] in groups: 3, but c1 needs [4, 3, 3, 3] or a smaller odd kernel in"
            + " groups: 1",
        graph -> first(graph).clearAttribute().addAttribute(GraphBuilder.attribute("group", 3)));
    assertEndsAtFirst(
        "Conv 'c1/conv' has weights [4, 3, 2, 2] in groups: 1, but c1 needs [4, 3, 3, 3] or a smaller odd kernel in"
            + " groups: 1",
        tensor("weight", weight -> sized(weight, 4, 3, 2, 2)));
    assertEndsAtFirst(
        "Conv 'c1/conv' has weights [4, 3, 5, 5] in groups: 1, but c1 needs [4, 3, 3, 3] or a smaller odd kernel in"
            + " groups: 1",
        tensor("weight", weight -> sized(weight, 4, 3, 5, 5)));
  }

  /** Of a model whose first convolution, or what is normalised after it, is changed. */
  private static void assertEndsAtFirst(String why, Consumer<GraphProto.Builder> change) {
    SubNetwork full = SubNetwork.full(small(3, 8));
    byte[] model = UnfoldedModel.write(full, new RandomNetworks(5).weights(full.network()));

    assertThat(PretrainedWeights.of(changed(model, change), full))
        .isEqualTo(new PretrainedWeights(Weights.NONE, 0, 0, Optional.of(new Rest("c1", why))));
  }

  private static byte[] changed(byte[] model, Consumer<GraphProto.Builder> change) {
    try {
      ModelProto.Builder changed = ModelProto.parseFrom(model).toBuilder();
      change.accept(changed.getGraphBuilder());
      return changed.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A change of a constant of the first convolution. */
  private static Consumer<GraphProto.Builder> tensor(
      String name, Consumer<TensorProto.Builder> change) {
    return graph ->
        graph.getInitializerBuilderList().stream()
            .filter(tensor -> tensor.getName().equals("c1/raw/" + name))
            .toList()
            .forEach(change);
  }

  private static void sized(TensorProto.Builder tensor, long... sizes) {
    tensor.clearDims().clearFloatData();
    long count = 1;
    for (long size : sizes) {
      tensor.addDims(size);
      count *= size;
    }
    for (int i = 0; i < count; i++) {
      tensor.addFloatData(1);
    }
  }

  private static NodeProto.Builder first(GraphProto.Builder graph) {
    return graph.getNodeBuilder(0);
  }

  private static SuperNetwork small(int kernel, int filters) {
    return new NetworkBuilder("small", new Shape(8, 8, 3), 5, 64)
        .convolution("c1", 4, kernel, 2, Activation.RELU, true, 2)
        .separable("b2", filters, kernel, 1, Activation.RELU, 4)
        .upsample(2)
        .pixelwise("end", 1)
        .build();
  }

  /** Its convolutions: expand, depthwise, the two of the squeeze-and-excite, project, end. */
  private static SuperNetwork squeezing() {
    return new NetworkBuilder("squeezing", new Shape(8, 8, 3), 5, 64)
        .mobile("b1", 16, 8, 3, 1, Activation.RELU, true, 4)
        .pixelwise("end", 1)
        .build();
  }

  private static void cutAfter(GraphProto.Builder graph, String name) {
    int last = 0;
    while (!graph.getNode(last).getName().equals(name)) {
      last++;
    }
    while (graph.getNodeCount() > last + 1) {
      graph.removeNode(last + 1);
    }
  }

  private static float largest(float[] numbers) {
    float largest = 0;
    for (float number : numbers) {
      largest = Math.max(largest, Math.abs(number));
    }
    return largest;
  }

  private static float[] logits(byte[] model, float[] image) {
    try (OnnxClassifier classifier = new OnnxClassifier("model", model, 1)) {
      return classifier.logits(image, 1)[0];
    }
  }
}
