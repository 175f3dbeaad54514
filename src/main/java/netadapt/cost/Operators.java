package netadapt.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import netadapt.arch.Layer;
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
      if (block.block().skips()) {
        each.accept(Operator.skip(block));
      }
    }
  }

  /**
   * The operators of a sub-network by the name of their layer; sums by that of their block, those
   * of skips by that with {@code .skip} after it.
   */
  public static Map<String, List<Operator>> named(SubNetwork network) {
    Map<String, List<Operator>> named = new LinkedHashMap<>();
    for (SubBlock block : network.blocks()) {
      for (SubLayer layer : block.layers()) {
        List<Operator> operators = new ArrayList<>();
        of(layer, operators::add);
        named.put(layer.layer().name(), operators);
      }
      if (block.block().residual() && !block.removed()) {
        named
            .computeIfAbsent(block.block().name(), none -> new ArrayList<>())
            .add(Operator.sum(block));
      }
      if (block.block().skips()) {
        named.put(block.block().name() + ".skip", List.of(Operator.skip(block)));
      }
    }
    return named;
  }

  static void of(SubLayer layer, Consumer<Operator> each) {
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
    // A depthwise layer may also have filters for a part of its input alone, and pass nothing.
    boolean part = convolution.depthwise() && filters < layer.input().channels();
    if (filters == 0 ? cut : part || filters < channels) {
      each.accept(Operator.bypass(layer));
    }
  }

  /**
   * Every operator that a sub-network may have which a search comes to: what a table of its costs
   * must know.
   */
  public static Set<Operator> reachable(SuperNetwork network) {
    return new NetworkPaths(network).operators();
  }

  /**
   * Sub-networks that together have every {@link #reachable} operator, the whole network first:
   * whoever measures these has measured all. Always the same, in the same order.
   */
  public static List<SubNetwork> covering(SuperNetwork network) {
    return new NetworkPaths(network).covering();
  }
}
