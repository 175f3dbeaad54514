package netadapt.cost;

import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;

/**
 * Trained parameters: weights, biases, and the scale and shift of batch normalisation (its running
 * mean and variance are not trained and not counted).
 */
public record ParameterCount() implements Resource {
  @Override
  public String name() {
    return "params";
  }

  @Override
  public String unit() {
    return "parameters";
  }

  @Override
  public double of(SubNetwork network) {
    return count(network);
  }

  /** Parameters of all layers that remain. */
  public static long count(SubNetwork network) {
    return network.layers().stream().mapToLong(ParameterCount::count).sum();
  }

  /** Parameters of one layer. */
  public static long count(SubLayer sub) {
    long channels = sub.input().channels();
    if (sub.layer() instanceof Layer.Convolution convolution) {
      long window = (long) sub.kernel() * sub.kernel() * (convolution.depthwise() ? 1 : channels);
      return sub.filters() * (window + (convolution.batchNorm() ? 2 : 1));
    }
    if (sub.layer() instanceof Layer.SqueezeExcite excite) {
      return 2 * channels * excite.width() + excite.width() + channels;
    }
    if (sub.layer() instanceof Layer.Dense dense) {
      return (channels + 1) * dense.units();
    }
    if (sub.layer() instanceof Layer.Pixelwise end) {
      return (channels + 1) * end.channels();
    }
    return 0; // global average pooling, upsampling
  }
}
