package netadapt.cost;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import netadapt.arch.Block;
import netadapt.arch.Layer;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubBlock;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;

/** Takes networks apart into {@link Operator}s. */
public final class Operators {
  private Operators() {}

  /** Hands over every operator of a sub-network, in order. */
  public static void of(SubNetwork network, Consumer<Operator> each) {
    for (SubBlock block : network.blocks()) { // no streams: a search counts networks by the million
      for (SubLayer layer : block.layers()) {
        of(layer, each);
      }
      if (block.block().residual() && !block.removed()) {
        each.accept(Operator.sum(block));
      }
    }
  }

  private static void of(SubLayer layer, Consumer<Operator> each) {
    if (!(layer.layer() instanceof Layer.Convolution convolution)) {
      each.accept(Operator.of(layer));
      return;
    }
    int filters = layer.filters();
    int channels = layer.output().channels();
    if (filters > 0) {
      each.accept(Operator.of(layer));
    }
    // What reaches a layer without filters, and leaves it whole, costs nothing.
    boolean cut = channels < layer.input().channels() || convolution.stride() > 1;
    if (filters == 0 ? cut : filters < channels) {
      each.accept(Operator.bypass(layer));
    }
  }

  /**
   * Every operator that a sub-network with the widths and kernels of the grid may have: what a
   * table of its costs must know. A few are among them that no sub-network has.
   */
  public static Set<Operator> reachable(SuperNetwork network) {
    Set<Operator> operators = new LinkedHashSet<>();
    Set<Integer> channels = Set.of(network.input().channels());
    Shape pixels = network.input();
    for (Block block : network.blocks()) {
      Set<Integer> before = channels;
      for (Layer layer : block.layers()) {
        channels = follow(network, layer, pixels, channels, operators);
        pixels = next(layer, pixels);
      }
      if (block.residual()) {
        channels = sums(before, channels, pixels, operators);
      }
    }
    return operators;
  }

  /** All numbers of channels that may leave a layer which so many may reach. */
  private static Set<Integer> follow(
      SuperNetwork network,
      Layer layer,
      Shape pixels,
      Set<Integer> reaching,
      Set<Operator> operators) {
    Set<Integer> leaving = new TreeSet<>();
    for (int channels : reaching) {
      Shape input = pixels.withChannels(channels);
      if (layer instanceof Layer.Convolution convolution) {
        for (int width : widths(network, convolution, reaching)) {
          int filters = convolution.effectiveFilters(channels, width);
          int out = convolution.outputChannels(channels, filters);
          Shape output = input.strided(convolution.stride(), out);
          for (int kernel : network.kernels(convolution)) {
            of(new SubLayer(layer, input, filters, kernel, output), operators::add);
          }
          leaving.add(out);
        }
      } else {
        int out = layer instanceof Layer.Dense dense ? dense.units() : channels;
        of(
            new SubLayer(layer, input, out, 1, next(layer, input).withChannels(out)),
            operators::add);
        leaving.add(out);
      }
    }
    return leaving;
  }

  /**
   * The grid's, and for a depthwise layer what it may be left with: so many filters as channels
   * reached it, when a search narrowed the layer before it, and later widened that again.
   */
  private static Set<Integer> widths(
      SuperNetwork network, Layer.Convolution layer, Set<Integer> reaching) {
    Set<Integer> widths = new TreeSet<>(network.widths(layer));
    if (layer.depthwise()) {
      reaching.stream().filter(channels -> channels < layer.filters()).forEach(widths::add);
    }
    return widths;
  }

  private static Shape next(Layer layer, Shape pixels) {
    if (layer instanceof Layer.Convolution convolution) {
      return pixels.strided(convolution.stride(), pixels.channels());
    }
    return layer instanceof Layer.SqueezeExcite ? pixels : new Shape(1, 1, pixels.channels());
  }

  private static Set<Integer> sums(
      Set<Integer> inputs, Set<Integer> branches, Shape pixels, Set<Operator> operators) {
    Set<Integer> leaving = new TreeSet<>(inputs); // where the block is removed
    for (int input : inputs) {
      for (int branch : branches) {
        operators.add(Operator.sum(input, pixels.withChannels(branch)));
        leaving.add(Math.max(input, branch));
      }
    }
    return leaving;
  }
}
