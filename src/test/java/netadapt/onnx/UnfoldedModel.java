package netadapt.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * A network as somebody else's program exports it while it is trained: batch normalisation is a
 * node of its own, with an epsilon of its own, and the convolution before it has a bias.
 */
public final class UnfoldedModel {
  private static final float EPSILON = 0.02f;
  private static final float BIAS = 0.3f;

  private final ModelProto.Builder model;
  private final GraphProto.Builder graph;

  private UnfoldedModel(SubNetwork network, Weights weights) {
    try {
      model = ModelProto.parseFrom(OnnxModel.write(network, weights, Map.of())).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    graph = model.getGraphBuilder();
  }

  /** It computes what the network does with the weights. */
  public static byte[] write(SubNetwork network, Weights weights) {
    UnfoldedModel unfolded = new UnfoldedModel(network, weights);
    unfolded.unfold(network, weights);
    return unfolded.model.build().toByteArray();
  }

  private void unfold(SubNetwork network, Weights weights) {
    Map<String, SubLayer> normalized = new HashMap<>();
    for (SubLayer layer : network.layers()) {
      if (layer.normalized()) {
        normalized.put(layer.layer().name() + "/conv", layer);
      }
    }
    List<NodeProto> nodes = graph.getNodeList();
    List<TensorProto> constants = graph.getInitializerList();
    Set<String> folded = new HashSet<>();
    graph.clearNode().clearInitializer();
    for (NodeProto node : nodes) {
      SubLayer layer = normalized.get(node.getName());
      if (layer == null) {
        graph.addNode(node);
      } else {
        folded.addAll(node.getInputList());
        unfold(node, layer, weights.of(layer.layer().name()));
      }
    }
    constants.stream()
        .filter(tensor -> !folded.contains(tensor.getName()))
        .forEach(graph::addInitializer);
  }

  private void unfold(NodeProto convolution, SubLayer layer, Weights own) {
    String name = layer.layer().name();
    String raw = name + "/raw";
    String weight = constant(raw + "/weight", FoldedConvolution.unnormalized(layer, own));
    String bias = constant(raw + "/bias", plus(new float[layer.filters()], BIAS));
    graph.addNode(
        convolution.toBuilder()
            .clearInput()
            .addInput(convolution.getInput(0))
            .addInput(weight)
            .addInput(bias)
            .clearOutput()
            .addOutput(raw));
    NodeProto.Builder normalization =
        NodeProto.newBuilder().setOpType("BatchNormalization").addInput(raw);
    Tensor variance = own.tensor(name, "variance");
    float[] gamma = own.tensor(name, "gamma").values();
    for (int i = 0; i < gamma.length; i++) { // what is divided by is not as large here
      double before = (double) variance.at(i) + Weights.BATCH_NORM_EPSILON;
      gamma[i] *= (float) Math.sqrt(((double) variance.at(i) + EPSILON) / before);
    }
    normalization
        .addInput(constant(raw + "/gamma", gamma))
        .addInput(constant(raw + "/beta", own.tensor(name, "beta").values()))
        .addInput(constant(raw + "/mean", plus(own.tensor(name, "mean").values(), BIAS)))
        .addInput(constant(raw + "/variance", variance.values()));
    graph.addNode(
        normalization
            .addAttribute(GraphBuilder.attribute("epsilon", EPSILON))
            .addOutput(convolution.getOutput(0)));
  }

  private static float[] plus(float[] values, float addend) {
    float[] sums = values.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += addend;
    }
    return sums;
  }

  private String constant(String name, FoldedConvolution convolution) {
    return constant(name, convolution.weight, convolution.shape);
  }

  private String constant(String name, float[] values) {
    return constant(name, values, values.length);
  }

  private String constant(String name, float[] values, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (long size : shape) {
      tensor.addDims(size);
    }
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return name;
  }
}
