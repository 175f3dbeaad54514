package netadapt.onnx;

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
import netadapt.arch.Weights;
import netadapt.onnx.LayerConstants.Numbers;

/**
 * Appends what sub-networks compute to a graph. Every {@code append} reads the named tensor, {@code
 * [batch, c, h, w]}, and returns the name of the tensor that leaves.
 *
 * <p>Equal layers that read the same tensor are there once, and so are the weights of equal layers:
 * sub-networks that begin alike share all that they compute until they differ.
 */
final class NetworkGraph {
  private final GraphBuilder graph;
  private final LayerConstants constants;
  private final boolean measuring;
  private final Map<Step, Appended> layers = new HashMap<>();
  private final Map<List<String>, String> sums = new HashMap<>();
  private final List<String> measured = new ArrayList<>();
  private String epsilon;

  /**
   * @param graph what to append to
   * @param weights of a layer, cut for it; layers that are equal have equal ones
   * @param measuring whether batch normalisation takes the statistics of the batch itself, which
   *     {@link #measured()} then names, and not those of the training
   */
  NetworkGraph(GraphBuilder graph, Function<SubLayer, Weights> weights, boolean measuring) {
    this.graph = graph;
    this.constants = new LayerConstants(graph, weights);
    this.measuring = measuring;
  }

  /** A layer and the tensor that it reads. */
  private record Step(String input, Numbers numbers) {}

  /**
   * A layer that is there.
   *
   * @param output the tensor that leaves it
   * @param statistics names of the batch's mean and variance, if they are measured
   */
  private record Appended(String output, List<String> statistics) {}

  /**
   * A whole network: {@code [batch, c, h, w]} to {@code [batch, classes]}, or to {@code [batch,
   * channels, h, w]} if it tells something of every pixel.
   *
   * @param statistics of its batch normalisation; those of the training for layers without
   */
  String append(SubNetwork network, Weights statistics, String input) {
    measured.clear();
    Map<String, String> given = new HashMap<>(); // by block, what leaves it
    String tensor = input;
    for (SubBlock block : network.blocks()) {
      String name = block.block().name();
      tensor = append(block, statistics, tensor);
      if (block.block().skips()) {
        Addend own = new Addend(tensor, block.own().channels());
        Addend skip = new Addend(given.get(block.block().skip()), block.skipped());
        tensor = sum(name + ".skip", own, skip);
      }
      given.put(name, tensor);
    }
    return tensor;
  }

  /**
   * Names of the batch's mean and biased variance, {@code [1, filters, 1, 1]} each, of every
   * normalised layer of the network that was appended last, in order.
   */
  List<String> measured() {
    return List.copyOf(measured);
  }

  /** The block's layers and its residual sum, without its skip; nothing for a removed block. */
  private String append(SubBlock block, Weights statistics, String input) {
    String branch = input;
    for (SubLayer layer : block.layers()) {
      branch = append(new Numbers(layer, statistics.of(layer.layer().name())), branch);
    }
    if (block.removed() || !block.block().residual()) {
      return branch;
    }
    return sum(
        block.block().name(),
        new Addend(input, block.input().channels()),
        new Addend(branch, block.branch().channels()));
  }

  /** A tensor that is added to another, and its channels. */
  private record Addend(String tensor, int channels) {}

  /** The sum of two tensors, the shorter padded with channels of 0. */
  private String sum(String name, Addend one, Addend other) {
    // The tensors' names tell their shapes and so everything else about the sum.
    List<String> both = List.of(one.tensor(), other.tensor());
    String known = sums.get(both);
    if (known == null) {
      int channels = Math.max(one.channels(), other.channels());
      known =
          graph.node(
              "Add",
              name + "/sum",
              List.of(padded(name, one, channels), padded(name, other, channels)));
      sums.put(both, known);
    }
    return known;
  }

  private String append(Numbers numbers, String input) {
    Step step = new Step(input, numbers);
    Appended known = layers.get(step);
    if (known == null) {
      known = added(numbers, input);
      layers.put(step, known);
    }
    measured.addAll(known.statistics());
    return known.output();
  }

  private Appended added(Numbers numbers, String input) {
    SubLayer layer = numbers.layer();
    if (layer.layer() instanceof Layer.Convolution convolution) {
      return convolution(convolution, numbers, input);
    }
    String output;
    if (layer.layer() instanceof Layer.SqueezeExcite squeezeExcite) {
      output = squeezeExcite(squeezeExcite, numbers, input);
    } else if (layer.layer() instanceof Layer.GlobalAveragePool pool) {
      output = graph.node("GlobalAveragePool", pool.name(), List.of(input));
    } else if (layer.layer() instanceof Layer.Upsample upsample) {
      output = upsample(upsample, numbers, input);
    } else if (layer.layer() instanceof Layer.Pixelwise end) {
      output = pixelwise(end, numbers, input);
    } else {
      output = dense((Layer.Dense) layer.layer(), numbers, input);
    }
    return new Appended(output, List.of());
  }

  private Appended convolution(Layer.Convolution convolution, Numbers numbers, String input) {
    String name = convolution.name();
    SubLayer layer = numbers.layer();
    int in = layer.input().channels();
    int out = layer.output().channels();
    int filters = layer.filters();
    if (filters == 0) {
      String passed = graph.slice(name + "/bypass", input, in, 0, out, convolution.stride());
      return new Appended(passed, List.of());
    }
    Appended filtered = filtered(convolution, numbers, input);
    String active = activation(convolution, filtered.output());
    if (filters < out) {
      String bypass = graph.slice(name + "/bypass", input, in, filters, out, convolution.stride());
      active =
          graph.node("Concat", name + "/concat", List.of(active, bypass), attribute("axis", 1));
    }
    return new Appended(active, filtered.statistics());
  }

  // [batch, in, h, w] -> [batch, filters, h/stride, w/stride]
  private Appended filtered(Layer.Convolution convolution, Numbers numbers, String input) {
    String name = convolution.name();
    SubLayer layer = numbers.layer();
    String read = input;
    int group = 1;
    if (convolution.depthwise()) {
      group = layer.filters();
      read = graph.slice(name + "/input", input, layer.input().channels(), 0, group, 1);
    }
    boolean measured = measuring && convolution.batchNorm();
    List<String> parameters =
        measured ? constants.unnormalized(numbers) : constants.folded(numbers);
    String result =
        convolve(name + "/conv", read, parameters, layer.kernel(), convolution.stride(), group);
    return measured
        ? normalized(name, result, parameters.get(2), parameters.get(3))
        : new Appended(result, List.of());
  }

  /** Normalises by the batch's own mean and biased variance. */
  private Appended normalized(String name, String input, String gamma, String beta) {
    AttributeProto axes = attributes("axes", 0, 2, 3);
    String mean = graph.node("ReduceMean", name + "/mean", List.of(input), axes);
    String centred = graph.node("Sub", name + "/centred", List.of(input, mean));
    String squares = graph.node("Mul", name + "/squares", List.of(centred, centred));
    String variance = graph.node("ReduceMean", name + "/variance", List.of(squares), axes);
    String safe = graph.node("Add", name + "/safe", List.of(variance, epsilon()));
    String deviation = graph.node("Sqrt", name + "/deviation", List.of(safe));
    String scale = graph.node("Div", name + "/scale", List.of(gamma, deviation));
    String scaled = graph.node("Mul", name + "/scaled", List.of(centred, scale));
    String shifted = graph.node("Add", name + "/shifted", List.of(scaled, beta));
    return new Appended(shifted, List.of(mean, variance));
  }

  private String epsilon() {
    if (epsilon == null) {
      epsilon = graph.constant("epsilon", new float[] {Weights.BATCH_NORM_EPSILON});
    }
    return epsilon;
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
      case HARD_SIGMOID -> hardSigmoid(name + "/hard-sigmoid", input);
    };
  }

  private String hardSigmoid(String name, String input) {
    AttributeProto[] line = {attribute("alpha", 1f / 6), attribute("beta", 0.5f)};
    return graph.node("HardSigmoid", name, List.of(input), line);
  }

  private String squeezeExcite(Layer.SqueezeExcite squeezeExcite, Numbers numbers, String input) {
    String name = squeezeExcite.name();
    List<String> parameters = constants.squeezing(numbers);
    // [batch, c, h, w] -> [batch, c, 1, 1] -> [batch, width, 1, 1] -> [batch, c, 1, 1]
    String mean = graph.node("GlobalAveragePool", name + "/mean", List.of(input));
    String reduced = convolve(name + "/reduce", mean, parameters.subList(0, 2), 1, 1, 1);
    String active = graph.node("Relu", name + "/relu", List.of(reduced));
    String expanded = convolve(name + "/expand", active, parameters.subList(2, 4), 1, 1, 1);
    String scale = hardSigmoid(name + "/scale", expanded);
    return graph.node("Mul", name + "/scaled", List.of(input, scale));
  }

  // [batch, c, h, w] -> [batch, c, h*factor, w*factor]
  private String upsample(Layer.Upsample upsample, Numbers numbers, String input) {
    String name = upsample.name();
    return graph.node(
        "Resize",
        name + "/resize",
        List.of(input, GraphBuilder.NONE, constants.scales(numbers)),
        attribute("mode", "nearest"),
        attribute("coordinate_transformation_mode", "asymmetric"),
        attribute("nearest_mode", "floor"));
  }

  // [batch, in, h, w] -> [batch, channels, h, w]
  private String pixelwise(Layer.Pixelwise end, Numbers numbers, String input) {
    List<String> parameters = constants.pixelwise(numbers);
    return convolve(end.name() + "/conv", input, parameters, 1, 1, 1);
  }

  private String dense(Layer.Dense dense, Numbers numbers, String input) {
    List<String> parameters = constants.dense(numbers);
    String name = dense.name();
    // [batch, in, 1, 1] -> [batch, in] -> [batch, units]
    String flat = graph.node("Flatten", name + "/flatten", List.of(input), attribute("axis", 1));
    return graph.node("Gemm", name + "/gemm", List.of(flat, parameters.get(0), parameters.get(1)));
  }

  private String padded(String name, Addend addend, int channels) {
    if (addend.channels() == channels) {
      return addend.tensor();
    }
    // Four numbers of zeros before the axes, then four after them.
    String zeros = graph.integers(0, 0, 0, 0, 0, channels - addend.channels(), 0, 0);
    return graph.node("Pad", name + "/pad", List.of(addend.tensor(), zeros));
  }
}
