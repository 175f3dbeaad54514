package netadapt.onnx;

import static netadapt.onnx.FoldedConvolution.checked;
import static netadapt.onnx.GraphBuilder.attribute;
import static netadapt.onnx.GraphBuilder.attributes;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import netadapt.arch.Activation;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubBlock;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * Appends what sub-networks compute to a graph. Every {@code append} reads the named tensor, {@code
 * [batch, c, h, w]}, and returns the name of the tensor that leaves.
 *
 * <p>Equal layers that read the same tensor are there once, and so are the weights of equal layers:
 * sub-networks that begin alike share all that they compute until they differ.
 */
final class NetworkGraph {
  private final GraphBuilder graph;
  private final Function<SubLayer, Weights> weights;
  private final Map<Step, String> layers = new HashMap<>();
  private final Map<List<String>, String> sums = new HashMap<>();
  private final Map<SubLayer, List<String>> constants = new HashMap<>();

  /**
   * @param graph what to append to
   * @param weights of a layer, cut for it; layers that are equal have equal ones
   */
  NetworkGraph(GraphBuilder graph, Function<SubLayer, Weights> weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** A layer and the tensor that it reads. */
  private record Step(String input, SubLayer layer) {}

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
    // The tensors' names tell their shapes and so everything else about the sum.
    String known = sums.get(List.of(input, branch));
    if (known == null) {
      known = sum(block, input, branch);
      sums.put(List.of(input, branch), known);
    }
    return known;
  }

  private String sum(SubBlock block, String input, String branch) {
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
    Step step = new Step(input, layer);
    String known = layers.get(step);
    if (known == null) {
      known = added(layer, input);
      layers.put(step, known);
    }
    return known;
  }

  private String added(SubLayer layer, String input) {
    if (layer.layer() instanceof Layer.Convolution convolution) {
      return convolution(convolution, layer, input);
    }
    if (layer.layer() instanceof Layer.SqueezeExcite squeezeExcite) {
      return squeezeExcite(squeezeExcite, layer, input);
    }
    if (layer.layer() instanceof Layer.GlobalAveragePool pool) {
      return graph.node("GlobalAveragePool", pool.name(), List.of(input));
    }
    return dense((Layer.Dense) layer.layer(), layer, input);
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
    List<String> parameters = constants.computeIfAbsent(layer, this::folded);
    String read = input;
    int group = 1;
    if (convolution.depthwise()) {
      group = layer.filters();
      read = graph.slice(name + "/input", input, layer.input().channels(), 0, group, 1);
    }
    return convolve(name + "/conv", read, parameters, layer.kernel(), convolution.stride(), group);
  }

  private List<String> folded(SubLayer layer) {
    String name = layer.layer().name();
    FoldedConvolution folded = FoldedConvolution.of(layer, weights.apply(layer));
    return List.of(
        graph.constant(name + "/weight", folded.weight, folded.shape),
        graph.constant(name + "/bias", folded.bias, layer.filters()));
  }

  /**
   * @param parameters names of weight and bias
   */
  private String convolve(
      String name, String input, List<String> parameters, int kernel, int stride, int group) {
    int pad = kernel / 2;
    return graph.node(
        "Conv",
        name,
        List.of(input, parameters.get(0), parameters.get(1)),
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

  private String squeezeExcite(Layer.SqueezeExcite squeezeExcite, SubLayer layer, String input) {
    String name = squeezeExcite.name();
    List<String> parameters = constants.computeIfAbsent(layer, this::squeezing);
    // [batch, c, h, w] -> [batch, c, 1, 1] -> [batch, width, 1, 1] -> [batch, c, 1, 1]
    String mean = graph.node("GlobalAveragePool", name + "/mean", List.of(input));
    String reduced = convolve(name + "/reduce", mean, parameters.subList(0, 2), 1, 1, 1);
    String active = graph.node("Relu", name + "/relu", List.of(reduced));
    String expanded = convolve(name + "/expand", active, parameters.subList(2, 4), 1, 1, 1);
    AttributeProto[] sigmoid = {attribute("alpha", 1f / 6), attribute("beta", 0.5f)};
    String scale = graph.node("HardSigmoid", name + "/scale", List.of(expanded), sigmoid);
    return graph.node("Mul", name + "/scaled", List.of(input, scale));
  }

  private List<String> squeezing(SubLayer layer) {
    Weights own = weights.apply(layer);
    int channels = layer.input().channels();
    int width = ((Layer.SqueezeExcite) layer.layer()).width();
    List<String> names = new ArrayList<>(pointwise(own, layer, "reduce", channels, width));
    names.addAll(pointwise(own, layer, "expand", width, channels));
    return names;
  }

  private List<String> pointwise(Weights own, SubLayer layer, String parameter, int in, int out) {
    String name = layer.layer().name();
    float[] weight = checked(own.tensor(name, parameter), name, in, out).values();
    Tensor bias = checked(own.tensor(name, parameter + "Bias"), name, out);
    float[] transposed = new float[weight.length]; // [in, out] -> [out, in]
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        transposed[o * in + i] = weight[i * out + o];
      }
    }
    String prefix = name + "/" + parameter;
    return List.of(
        graph.constant(prefix + "/weight", transposed, out, in, 1, 1),
        graph.constant(prefix + "/bias", bias.values(), out));
  }

  private String dense(Layer.Dense dense, SubLayer layer, String input) {
    List<String> parameters = constants.computeIfAbsent(layer, this::densely);
    String name = dense.name();
    // [batch, in, 1, 1] -> [batch, in] -> [batch, units]
    String flat = graph.node("Flatten", name + "/flatten", List.of(input), attribute("axis", 1));
    return graph.node("Gemm", name + "/gemm", List.of(flat, parameters.get(0), parameters.get(1)));
  }

  private List<String> densely(SubLayer layer) {
    Weights own = weights.apply(layer);
    String name = layer.layer().name();
    int in = layer.input().channels();
    int units = layer.filters();
    Tensor weight = checked(own.tensor(name, "weight"), name, in, units);
    Tensor bias = checked(own.tensor(name, "bias"), name, units);
    return List.of(
        graph.constant(name + "/weight", weight.values(), in, units),
        graph.constant(name + "/bias", bias.values(), units));
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
