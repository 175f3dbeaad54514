package netadapt.cost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import netadapt.arch.Architecture;
import netadapt.arch.Block;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;

/**
 * All sub-networks that a search may come to, as the paths of a graph: its nodes are what may reach
 * a layer, its edges what the layer may do with it.
 */
final class NetworkPaths {
  /** What an operator is worth to a network that is the first to have it, the second, and so on. */
  private static final int[] WORTH = {64, 8, 1, 0};

  private final SuperNetwork network;
  private final Map<Operator, Integer> operators = new LinkedHashMap<>();
  private final List<List<Edge>> layers = new ArrayList<>();

  /** What becomes of a residual block. */
  private enum Fate {
    /** The path has not reached its first layer. */
    OPEN,
    /** All of its layers are without filters: it is not there. */
    REMOVED,
    /** It stays, and no layer had filters so far. */
    EMPTY,
    /** A layer has filters. */
    KEPT
  }

  /**
   * What reaches a layer.
   *
   * @param block channels that reached its block; 0 where no sum needs them
   * @param channels that reach the layer itself
   */
  private record Node(int block, int channels, Fate fate) {}

  /**
   * What a layer may do.
   *
   * @param from number of the node that it starts at, among those of its layer
   * @param to number of the node that it leads to, among those of the next layer
   * @param size of a convolution; {@code null} for other layers
   * @param operators numbers of the operators that it takes
   */
  private record Edge(int from, int to, LayerSize size, int[] operators) {}

  NetworkPaths(SuperNetwork network) {
    this.network = network;
    Shape pixels = network.input();
    Map<Node, Integer> nodes = Map.of(start(pixels.channels()), 0);
    for (Block block : network.blocks()) {
      List<Layer> all = block.layers();
      for (int layer = 0; layer < all.size(); layer++) {
        boolean last = layer == all.size() - 1;
        nodes = new Edges(block, all.get(layer), last, pixels, nodes).all();
        pixels = after(all.get(layer), pixels);
      }
    }
  }

  private static Node start(int channels) {
    return new Node(0, channels, Fate.OPEN);
  }

  private static <T> int number(Map<T, Integer> numbers, T one) {
    return numbers.computeIfAbsent(one, unknown -> numbers.size());
  }

  private static Shape after(Layer layer, Shape pixels) {
    if (layer instanceof Layer.Convolution convolution) {
      return pixels.strided(convolution.stride(), pixels.channels());
    }
    return layer instanceof Layer.SqueezeExcite ? pixels : new Shape(1, 1, pixels.channels());
  }

  /** The edges of one layer. */
  private final class Edges {
    private final Block block;
    private final Layer layer;
    private final boolean last;
    private final Shape pixels;
    private final Map<Node, Integer> before;
    private final Map<Node, Integer> next = new LinkedHashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    /**
     * @param last whether it is the last of its block
     * @param pixels the shape that reaches it, with any channels
     * @param before the nodes that reach it
     */
    Edges(Block block, Layer layer, boolean last, Shape pixels, Map<Node, Integer> before) {
      this.block = block;
      this.layer = layer;
      this.last = last;
      this.pixels = pixels;
      this.before = before;
    }

    /** Adds all of them, and returns the nodes that they lead to. */
    Map<Node, Integer> all() {
      Set<Integer> widths =
          layer instanceof Layer.Convolution convolution ? widths(convolution) : Set.of();
      before.forEach((node, from) -> leave(node, from, widths));
      layers.add(edges);
      return next;
    }

    /**
     * The grid's, and for a depthwise layer what it may be left with: so many filters as channels
     * reached it, when a search narrowed the layer before it, and later widened that again.
     */
    private Set<Integer> widths(Layer.Convolution convolution) {
      Set<Integer> widths = new TreeSet<>(network.widths(convolution));
      if (convolution.depthwise()) {
        before.keySet().stream()
            .map(Node::channels)
            .filter(channels -> channels < convolution.filters())
            .forEach(widths::add);
      }
      return widths;
    }

    private void leave(Node node, int from, Set<Integer> widths) {
      boolean first = node.fate() == Fate.OPEN;
      if (node.fate() == Fate.REMOVED || first && removable()) {
        remove(node, from);
      }
      if (node.fate() == Fate.REMOVED) {
        return;
      }
      Shape input = pixels.withChannels(node.channels());
      if (!(layer instanceof Layer.Convolution convolution)) {
        int out = layer instanceof Layer.Dense dense ? dense.units() : node.channels();
        add(
            node,
            from,
            null,
            new SubLayer(layer, input, out, 1, after(layer, input).withChannels(out)));
        return;
      }
      widths.stream()
          .map(width -> convolution.effectiveFilters(node.channels(), width))
          .distinct()
          .forEach(filters -> leave(node, from, convolution, filters));
    }

    private boolean removable() {
      return block.residual()
          && block.convolutions().stream().allMatch(one -> one.fewestFilters() == 0);
    }

    private void remove(Node node, int from) {
      int input = node.fate() == Fate.OPEN ? node.channels() : node.block();
      Node to = last ? start(input) : new Node(input, node.channels(), Fate.REMOVED);
      LayerSize none =
          layer instanceof Layer.Convolution convolution
              ? new LayerSize(0, convolution.smallestKernel())
              : null;
      edges.add(new Edge(from, number(next, to), none, new int[0]));
    }

    private void leave(Node node, int from, Layer.Convolution convolution, int filters) {
      Shape input = pixels.withChannels(node.channels());
      int out = convolution.outputChannels(node.channels(), filters);
      Shape output = input.strided(convolution.stride(), out);
      for (int kernel : network.kernels(convolution)) {
        if (filters > 0 || kernel == convolution.smallestKernel()) {
          add(
              node,
              from,
              new LayerSize(filters, kernel),
              new SubLayer(layer, input, filters, kernel, output));
        }
      }
    }

    /** A layer of a block that stays. */
    private void add(Node node, int from, LayerSize size, SubLayer sub) {
      boolean filters = size != null && size.filters() > 0;
      Fate fate = filters || node.fate() == Fate.KEPT || !block.residual() ? Fate.KEPT : Fate.EMPTY;
      if (last && fate == Fate.EMPTY) {
        return; // the block is removed
      }
      List<Integer> taken = new ArrayList<>();
      Operators.of(sub, operator -> taken.add(number(operators, operator)));
      int input = node.fate() == Fate.OPEN ? node.channels() : node.block();
      Node to = new Node(block.residual() ? input : 0, sub.output().channels(), fate);
      if (last) {
        to = start(to.channels());
        if (block.residual()) {
          taken.add(number(operators, Operator.sum(input, sub.output())));
          to = start(Math.max(input, to.channels()));
        }
      }
      int[] numbers = taken.stream().mapToInt(Integer::intValue).toArray();
      edges.add(new Edge(from, number(next, to), size, numbers));
    }
  }

  /** All operators of all paths. */
  Set<Operator> operators() {
    return Collections.unmodifiableSet(operators.keySet());
  }

  /**
   * Sub-networks that together have every operator: the whole network, then one after the other
   * that with most of what those before it lack.
   */
  List<SubNetwork> covering() {
    int[] times = new int[operators.size()];
    List<SubNetwork> networks = new ArrayList<>();
    SubNetwork next = SubNetwork.full(network);
    do {
      networks.add(next);
      Operators.of(next, operator -> times[operators.get(operator)]++);
      next = SubNetwork.of(network, heaviest(times));
    } while (Arrays.stream(times).anyMatch(count -> count == 0));
    return networks;
  }

  /**
   * The path whose operators are worth most.
   *
   * @param times how many networks have each operator
   */
  private Architecture heaviest(int[] times) {
    Deque<Edge[]> best = new ArrayDeque<>(); // by node of a layer; the first layer on top
    int[] rest = new int[1]; // worth of the path from a node to the end
    for (int layer = layers.size() - 1; layer >= 0; layer--) {
      List<Edge> edges = layers.get(layer);
      int nodes = 1 + edges.get(edges.size() - 1).from();
      int[] here = new int[nodes];
      Edge[] chosen = new Edge[nodes];
      for (Edge edge : edges) {
        int worth = rest[edge.to()] + worth(edge, times);
        if (worth >= here[edge.from()]) { // the widest of those that are worth the same
          here[edge.from()] = worth;
          chosen[edge.from()] = edge;
        }
      }
      best.push(chosen);
      rest = here;
    }
    return follow(best);
  }

  private static int worth(Edge edge, int[] times) {
    int worth = 0;
    for (int operator : edge.operators()) {
      worth += WORTH[Math.min(times[operator], WORTH.length - 1)];
    }
    return worth;
  }

  private Architecture follow(Iterable<Edge[]> best) {
    List<LayerSize> sizes = new ArrayList<>();
    int node = 0;
    for (Edge[] chosen : best) {
      Edge edge = chosen[node];
      if (edge.size() != null) {
        sizes.add(edge.size());
      }
      node = edge.to();
    }
    return new Architecture(network.name(), sizes);
  }
}
