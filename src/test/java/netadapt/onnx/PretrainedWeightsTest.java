package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
        UnfoldedModel.changed(
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
    byte[] shorter =
        UnfoldedModel.changed(model, graph -> cutAfter(graph, "b1.squeeze-excite/reduce"));

    PretrainedWeights taken = PretrainedWeights.of(shorter, given);

    assertThat(taken.convolutions()).isEqualTo(2); // expand and depthwise
    assertThat(taken.weights().of("b1.squeeze-excite")).isEqualTo(Weights.NONE);
    assertThat(taken.rest())
        .hasValue(new Rest("b1.squeeze-excite", "the model has no further Conv"));
    assertThat(PretrainedWeights.of(model, given).convolutions()).isEqualTo(6);
  }

  static SuperNetwork small(int kernel, int filters) {
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
