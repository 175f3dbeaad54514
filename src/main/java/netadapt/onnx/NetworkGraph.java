package netadapt.onnx;

import static netadapt.onnx.FoldedConvolution.checked;
import static netadapt.onnx.GraphBuilder.attribute;
import static netadapt.onnx.GraphBuilder.attributes;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import netadapt.arch.Activation;
import netadapt.arch.Layer;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubBlock;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * Appends what a sub-network computes to a graph. Every {@code append} reads the named tensor,
 * {@code [batch, c, h, w]}, and returns the name of the tensor that leaves.
 */
final class NetworkGraph {
  private final GraphBuilder graph;
  private final Weights weights;

  /**
   * @param graph what to append to
   * @param weights cut for every layer that will be appended
   */
  NetworkGraph(GraphBuilder graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** A whole network: {@code [batch, c, h, w]} to {@code [batch, classes]}. */
  String append(SubNetwork network, String input) {
    String tensor = input;
    for (SubBlock block : network.blocks()) {
      tensor = append(block, tensor);
    }
    return tensor;
  }

  /** The block's layers and its residual sum; nothing for a removed block. */
  String append(SubBlock block, String input) {
    String branch = input;
    for (SubLayer layer : block.layers()) {
      branch = append(layer, branch);
    }
    if (block.removed() || !block.block().residual()) {
      return branch;
    }
    String name = block.block().name();
    int channels = block.output().channels();
    return graph.node(
        "Add",
        name + "/sum",
        List.of(
            padded(name, input, block.input().channels(), channels),
            padded(name, branch, block.branch().channels(), channels)));
  }

  /** One layer. */
  String append(SubLayer layer, String input) {
    if (layer.layer() instanceof Layer.Convolution convolution) {
      return convolution(convolution, layer, input);
    }
    if (layer.layer() instanceof Layer.SqueezeExcite squeezeExcite) {
      return squeezeExcite(squeezeExcite, layer.input().channels(), input);
    }
    if (layer.layer() instanceof Layer.GlobalAveragePool pool) {
      return graph.node("GlobalAveragePool", pool.name(), List.of(input));
    }
    return dense((Layer.Dense) layer.layer(), layer.input(), input);
  }

  private String convolution(Layer.Convolution convolution, SubLayer layer, String input) {
    String name = convolution.name();
    int in = layer.input().channels();
    int out = layer.output().channels();
    int filters = layer.filters();
    if (filters == 0) {
      return graph.slice(name + "/bypass", input, in, 0, out, convolution.stride());
    }
    String filtered = activation(convolution, filtered(convolution, layer, input));
    if (filters == out) {
      return filtered;
    }
    String bypass = graph.slice(name + "/bypass", input, in, filters, out, convolution.stride());
    return graph.node("Concat", name + "/concat", List.of(filtered, bypass), attribute("axis", 1));
  }

  // [batch, in, h, w] -> [batch, filters, h/stride, w/stride]
  private String filtered(Layer.Convolution convolution, SubLayer layer, String input) {
    String name = convolution.name();
    FoldedConvolution folded = FoldedConvolution.of(layer, weights);
    String weight = graph.constant(name + "/weight", folded.weight, folded.shape);
    String bias = graph.constant(name + "/bias", folded.bias, layer.filters());
    String read = input;
    int group = 1;
    if (convolution.depthwise()) {
      group = layer.filters();
      read = graph.slice(name + "/input", input, layer.input().channels(), 0, group, 1);
    }
    return convolve(
        name + "/conv", List.of(read, weight, bias), layer.kernel(), convolution.stride(), group);
  }

  private String convolve(String name, List<String> inputs, int kernel, int stride, int group) {
    int pad = kernel / 2;
    return graph.node(
        "Conv",
        name,
        inputs,
        attributes("kernel_shape", kernel, kernel),
        attributes("pads", pad, pad, pad, pad),
        attributes("strides", stride, stride),
        attribute("group", group));
  }

  private String activation(Layer.Convolution convolution, String input) {
    String name = convolution.name();
    Activation activation = convolution.activation();
    return switch (activation) {
      case NONE -> input;
      case RELU -> graph.node("Relu", name + "/relu", List.of(input));
      case HARD_SWISH -> graph.node("HardSwish", name + "/hard-swish", List.of(input));
    };
  }

  private String squeezeExcite(Layer.SqueezeExcite layer, int channels, String input) {
    String name = layer.name();
    // [batch, c, h, w] -> [batch, c, 1, 1] -> [batch, width, 1, 1] -> [batch, c, 1, 1]
    String mean = graph.node("GlobalAveragePool", name + "/mean", List.of(input));
    String reduced = pointwise(name, "reduce", mean, channels, layer.width());
    String active = graph.node("Relu", name + "/relu", List.of(reduced));
    String expanded = pointwise(name, "expand", active, layer.width(), channels);
    AttributeProto[] sigmoid = {attribute("alpha", 1f / 6), attribute("beta", 0.5f)};
    String scale = graph.node("HardSigmoid", name + "/scale", List.of(expanded), sigmoid);
    return graph.node("Mul", name + "/scaled", List.of(input, scale));
  }

  private String pointwise(String layer, String parameter, String input, int in, int out) {
    float[] weight = checked(weights.tensor(layer, parameter), layer, in, out).values();
    Tensor bias = checked(weights.tensor(layer, parameter + "Bias"), layer, out);
    float[] transposed = new float[weight.length]; // [in, out] -> [out, in]
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        transposed[o * in + i] = weight[i * out + o];
      }
    }
    String prefix = layer + "/" + parameter;
    List<String> inputs =
        List.of(
            input,
            graph.constant(prefix + "/weight", transposed, out, in, 1, 1),
            graph.constant(prefix + "/bias", bias.values(), out));
    return convolve(prefix, inputs, 1, 1, 1);
  }

  private String dense(Layer.Dense layer, Shape input, String tensor) {
    String name = layer.name();
    int in = input.channels();
    int units = layer.units();
    Tensor weight = checked(weights.tensor(name, "weight"), name, in, units);
    Tensor bias = checked(weights.tensor(name, "bias"), name, units);
    // [batch, in, 1, 1] -> [batch, in] -> [batch, units]
    String flat = graph.node("Flatten", name + "/flatten", List.of(tensor), attribute("axis", 1));
    return graph.node(
        "Gemm",
        name + "/gemm",
        List.of(
            flat,
            graph.constant(name + "/weight", weight.values(), in, units),
            graph.constant(name + "/bias", bias.values(), units)));
  }

  private String padded(String block, String tensor, int from, int to) {
    if (from == to) {
      return tensor;
    }
    // Four numbers of zeros before the axes, then four after them.
    String zeros = graph.integers(0, 0, 0, 0, 0, to - from, 0, 0);
    return graph.node("Pad", block + "/pad", List.of(tensor, zeros));
  }
}
