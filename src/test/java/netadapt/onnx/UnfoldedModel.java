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
import java.util.function.Consumer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * A network as somebody else's program exports it while it is trained: batch normalisation is a
 * node of its own.
 */
public final class UnfoldedModel {
  private final float epsilon;
  private final float bias;
  private final ModelProto.Builder model;
  private final GraphProto.Builder graph;

  private UnfoldedModel(SubNetwork network, Weights weights, float epsilon, float bias) {
    this.epsilon = epsilon;
    this.bias = bias;
    try {
      model = ModelProto.parseFrom(OnnxModel.write(network, weights, Map.of())).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    graph = model.getGraphBuilder();
    unfold(network, weights);
  }

  /**
   * It computes what the network does with the weights, by another epsilon; the convolutions before
   * the normalisation have a bias.
   */
  public static byte[] write(SubNetwork network, Weights weights) {
    return new UnfoldedModel(network, weights, 0.02f, 0.3f).model.build().toByteArray();
  }

  /** The same with the epsilon that goes without saying, and without these biases. */
  static byte[] writeBriefly(SubNetwork network, Weights weights) {
    return new UnfoldedModel(network, weights, 1e-5f, 0).model.build().toByteArray();
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
    NodeProto.Builder unfolded =
        convolution.toBuilder()
            .clearInput()
            .addInput(convolution.getInput(0))
            .addInput(weight)
            .clearOutput()
            .addOutput(raw);
    if (bias != 0) {
      unfolded.addInput(constant(raw + "/bias", plus(new float[layer.filters()], bias)));
    }
    graph.addNode(unfolded);
    NodeProto.Builder normalization =
        NodeProto.newBuilder().setOpType("BatchNormalization").addInput(raw);
    Tensor variance = own.tensor(name, "variance");
    float[] gamma = own.tensor(name, "gamma").values();
    for (int i = 0; i < gamma.length; i++) { // what is divided by is not as large here
      double before = (double) variance.at(i) + Weights.BATCH_NORM_EPSILON;
      gamma[i] *= (float) Math.sqrt(((double) variance.at(i) + epsilon) / before);
    }
    normalization
        .addInput(constant(raw + "/gamma", gamma))
        .addInput(constant(raw + "/beta", own.tensor(name, "beta").values()))
        .addInput(constant(raw + "/mean", plus(own.tensor(name, "mean").values(), bias)))
        .addInput(constant(raw + "/variance", variance.values()));
    if (epsilon != 1e-5f) {
      normalization.addAttribute(GraphBuilder.attribute("epsilon", epsilon));
    }
    graph.addNode(normalization.addOutput(convolution.getOutput(0)));
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

  /** A model with another graph. */
  static byte[] changed(byte[] model, Consumer<GraphProto.Builder> change) {
    try {
      ModelProto.Builder changed = ModelProto.parseFrom(model).toBuilder();
      change.accept(changed.getGraphBuilder());
      return changed.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
