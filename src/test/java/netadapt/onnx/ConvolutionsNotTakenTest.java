package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Optional;
import java.util.function.Consumer;
import netadapt.BadInput;
import netadapt.arch.RandomNetworks;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.onnx.PretrainedWeights.Rest;
import org.junit.jupiter.api.Test;

/** What of a model is not taken as {@link PretrainedWeights}, and why. */
class ConvolutionsNotTakenTest {
  @Test
  void whatIsNoModelIsSaidToBeSo() {
    SubNetwork full = SubNetwork.full(PretrainedWeightsTest.small(3, 8));

    assertThatThrownBy(() -> PretrainedWeights.of(new byte[] {1, 2, 3}, full))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("rotocol message");
  }

  @Test
  void aModelWithoutConvolutionsGivesNothing() {
    byte[] dense = new TinyModel(new float[][] {{1, 2}}, 1, 1).bytes();

    PretrainedWeights taken =
        PretrainedWeights.of(dense, SubNetwork.full(PretrainedWeightsTest.small(3, 8)));

    assertThat(taken)
        .isEqualTo(
            new PretrainedWeights(
                Weights.NONE, 0, 0, Optional.of(new Rest("c1", "the model has no Conv"))));
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
    SubNetwork full = SubNetwork.full(PretrainedWeightsTest.small(3, 8));
    byte[] model = UnfoldedModel.write(full, new RandomNetworks(5).weights(full.network()));

    assertThat(PretrainedWeights.of(UnfoldedModel.changed(model, change), full))
        .isEqualTo(new PretrainedWeights(Weights.NONE, 0, 0, Optional.of(new Rest("c1", why))));
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
}
