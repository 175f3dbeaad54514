package netadapt.onnx;

import static netadapt.onnx.FoldedConvolution.checked;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/** Appends the constants of layers to a graph, those of equal layers once; returns their names. */
final class LayerConstants {
  private final GraphBuilder graph;
  private final Function<SubLayer, Weights> weights;
  private final Map<Numbers, List<String>> known = new HashMap<>();

  /**
   * @param graph what to append to
   * @param weights of a layer, cut for it; layers that are equal have equal ones
   */
  LayerConstants(GraphBuilder graph, Function<SubLayer, Weights> weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /**
   * What a layer's constants are made of.
   *
   * @param statistics of its batch normalisation; none for those of the training
   */
  record Numbers(SubLayer layer, Weights statistics) {}

  /** Of a convolution: weight and bias, with its batch normalisation folded in. */
  List<String> folded(Numbers numbers) {
    return once(
        numbers,
        () -> {
          SubLayer layer = numbers.layer();
          Weights own = weights.apply(layer).with(numbers.statistics());
          return parameters(layer, FoldedConvolution.of(layer, own));
        });
  }

  /** Of a convolution that is to be normalised: weight, bias, gamma and beta. */
  List<String> unnormalized(Numbers numbers) {
    return once(
        numbers,
        () -> {
          SubLayer layer = numbers.layer();
          String name = layer.layer().name();
          Weights own = weights.apply(layer);
          List<String> names =
              new ArrayList<>(parameters(layer, FoldedConvolution.unnormalized(layer, own)));
          for (String parameter : new String[] {"gamma", "beta"}) {
            float[] values = checked(own.tensor(name, parameter), name, layer.filters()).values();
            names.add(graph.constant(name + "/" + parameter, values, 1, layer.filters(), 1, 1));
          }
          return names;
        });
  }

  /** Of the end of a network that tells something of every pixel: weight and bias. */
  List<String> pixelwise(Numbers numbers) {
    return once(
        numbers,
        () -> {
          SubLayer layer = numbers.layer();
          Layer.Convolution end = ((Layer.Pixelwise) layer.layer()).convolution();
          SubLayer convolution =
              new SubLayer(end, layer.input(), layer.filters(), 1, layer.output());
          return parameters(convolution, FoldedConvolution.of(convolution, weights.apply(layer)));
        });
  }

  /** Of an upsampling: the factor of every axis. */
  String scales(Numbers numbers) {
    Layer.Upsample upsample = (Layer.Upsample) numbers.layer().layer();
    float[] scales = {1, 1, upsample.factor(), upsample.factor()};
    return once(
            numbers,
            () -> List.of(graph.constant(upsample.name() + "/scales", scales, scales.length)))
        .get(0);
  }

  /** Of a squeeze-and-excite: weight and bias of its two layers. */
  List<String> squeezing(Numbers numbers) {
    return once(
        numbers,
        () -> {
          SubLayer layer = numbers.layer();
          Weights own = weights.apply(layer);
          int channels = layer.input().channels();
          int width = ((Layer.SqueezeExcite) layer.layer()).width();
          List<String> names = new ArrayList<>(pointwise(own, layer, "reduce", channels, width));
          names.addAll(pointwise(own, layer, "expand", width, channels));
          return names;
        });
  }

  /** Of a dense layer: weight and bias. */
  List<String> dense(Numbers numbers) {
    return once(
        numbers,
        () -> {
          SubLayer layer = numbers.layer();
          Weights own = weights.apply(layer);
          String name = layer.layer().name();
          int in = layer.input().channels();
          int units = layer.filters();
          Tensor weight = checked(own.tensor(name, "weight"), name, in, units);
          Tensor bias = checked(own.tensor(name, "bias"), name, units);
          return List.of(
              graph.constant(name + "/weight", weight.values(), in, units),
              graph.constant(name + "/bias", bias.values(), units));
        });
  }

  private List<String> once(Numbers numbers, Supplier<List<String>> made) {
    return known.computeIfAbsent(numbers, unknown -> made.get());
  }

  private List<String> parameters(SubLayer layer, FoldedConvolution folded) {
    String name = layer.layer().name();
    return List.of(
        graph.constant(name + "/weight", folded.weight, folded.shape),
        graph.constant(name + "/bias", folded.bias, layer.filters()));
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
}
