package netadapt.measure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;

/**
 * Weights of networks that nobody has trained, equal within a tensor: how long a network takes does
 * not depend on them, as long as no activation is so small that processors slow down.
 */
final class MadeUpWeights {
  private MadeUpWeights() {}

  /** All weights of a sub-network; always the same. */
  static Weights of(SubNetwork network) {
    Map<String, Tensor> tensors = new HashMap<>();
    network.layers().forEach(layer -> add(layer, tensors));
    return new Weights(tensors);
  }

  private static void add(SubLayer layer, Map<String, Tensor> tensors) {
    String name = layer.layer().name() + "/";
    int in = layer.input().channels();
    int out = layer.filters();
    int k = layer.kernel();
    if (layer.layer() instanceof Layer.SqueezeExcite excite) {
      tensors.put(name + "reduce", mean(in, in, excite.width()));
      tensors.put(name + "reduceBias", filled(0.1f, excite.width()));
      tensors.put(name + "expand", mean(excite.width(), excite.width(), in));
      tensors.put(name + "expandBias", filled(0.1f, in));
    } else if (layer.layer() instanceof Layer.Pixelwise) {
      tensors.put(name + "weight", mean(in, 1, 1, in, out));
      tensors.put(name + "bias", filled(0.1f, out));
    } else if (layer.layer() instanceof Layer.Dense) {
      tensors.put(name + "weight", mean(in, in, out));
      tensors.put(name + "bias", filled(0.1f, out));
    } else if (layer.layer() instanceof Layer.Convolution convolution && out > 0) {
      tensors.put(
          name + "weight",
          convolution.depthwise() ? mean(k * k, k, k, out) : mean(k * k * in, k, k, in, out));
      if (convolution.batchNorm()) {
        tensors.put(name + "gamma", filled(1, out));
        tensors.put(name + "beta", filled(0.1f, out));
        tensors.put(name + "mean", filled(0, out));
        tensors.put(name + "variance", filled(1, out));
      } else {
        tensors.put(name + "bias", filled(0.1f, out));
      }
    }
  }

  /** Gives the mean of so many numbers, so that activations neither grow nor vanish. */
  private static Tensor mean(int numbers, int... shape) {
    return filled(1f / numbers, shape);
  }

  private static Tensor filled(float value, int... shape) {
    int length = 1;
    for (int size : shape) {
      length *= size;
    }
    float[] values = new float[length];
    Arrays.fill(values, value);
    return new Tensor(shape, values);
  }
}
