package netadapt.cost;

import netadapt.arch.Layer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubBlock;
import netadapt.arch.SubNetwork.SubLayer;

/**
 * Multiply-accumulates per image of convolutions, dense layers and the two dense layers of a
 * squeeze-and-excite; pooling, upsampling, scaling, sums and bypasses count nothing.
 */
public record MacCount() implements Resource {
  @Override
  public String name() {
    return "macs";
  }

  @Override
  public String unit() {
    return "MACs";
  }

  @Override
  public double of(SubNetwork network) {
    return count(network);
  }

  /** Multiply-accumulates per image of all layers that remain. */
  public static long count(SubNetwork network) {
    long sum = 0;
    for (SubBlock block : network.blocks()) { // no streams: a search counts networks by the million
      for (SubLayer layer : block.layers()) {
        sum += count(layer);
      }
    }
    return sum;
  }

  /** Multiply-accumulates per image of one layer. */
  public static long count(SubLayer sub) {
    long channels = sub.input().channels();
    if (sub.layer() instanceof Layer.Convolution convolution) {
      long window = (long) sub.kernel() * sub.kernel() * (convolution.depthwise() ? 1 : channels);
      return (long) sub.output().pixels() * sub.filters() * window;
    }
    if (sub.layer() instanceof Layer.SqueezeExcite excite) {
      return 2 * channels * excite.width();
    }
    if (sub.layer() instanceof Layer.Dense dense) {
      return channels * dense.units();
    }
    if (sub.layer() instanceof Layer.Pixelwise end) {
      return sub.output().pixels() * channels * end.channels();
    }
    return 0; // global average pooling, upsampling
  }
}
