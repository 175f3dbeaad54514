package netadapt.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import netadapt.arch.Block;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;

/** What one layer may do in the paths through a network: the edges from its nodes to the next. */
final class LayerEdges {
  /** What becomes of a residual block. */
  enum Fate {
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
   * @param kept channels that blocks before gave, of those whose outputs skips are still to add
   */
  record Node(int block, int channels, Fate fate, List<Integer> kept) {}

  /**
   * What a layer may do.
   *
   * @param from number of the node that it starts at, among those of its layer
   * @param to number of the node that it leads to, among those of the next layer
   * @param size of a convolution; {@code null} for other layers
   * @param operators numbers of the operators that it takes
   */
  record Edge(int from, int to, LayerSize size, int[] operators) {}

  private final SuperNetwork network;
  private final Map<Operator, Integer> operators;
  private final Block block;
  private final Layer layer;
  private final boolean last;
  private final KeptOutputs keptOutputs;
  private final Shape pixels;
  private final Map<Node, Integer> before;
  private final Map<Node, Integer> next = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();

  /**
   * @param network that the layer is of
   * @param operators numbers of operators, to which those of the edges are added
   * @param last whether the layer is the last of its block
   * @param keptOutputs what the block does with the kept outputs of blocks before
   * @param pixels the shape that reaches it, with any channels
   * @param before numbers of the nodes that reach it
   */
  LayerEdges(
      SuperNetwork network,
      Map<Operator, Integer> operators,
      Block block,
      Layer layer,
      boolean last,
      KeptOutputs keptOutputs,
      Shape pixels,
      Map<Node, Integer> before) {
    this.network = network;
    this.operators = operators;
    this.block = block;
    this.layer = layer;
    this.last = last;
    this.keptOutputs = keptOutputs;
    this.pixels = pixels;
    this.before = before;
    addAll();
  }

  private void addAll() {
    Set<Integer> widths =
        layer instanceof Layer.Convolution convolution ? widths(convolution) : Set.of();
    before.forEach((node, from) -> leave(node, from, widths));
  }

  /** Numbers of the nodes that the edges lead to. */
  Map<Node, Integer> next() {
    return next;
  }

  /** All edges, by the nodes that they start at. */
  List<Edge> edges() {
    return edges;
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
      Shape output = after(layer, input);
      add(node, from, null, new SubLayer(layer, input, output.channels(), 1, output));
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
    List<Integer> taken = new ArrayList<>();
    Node to =
        last
            ? leaveBlock(node, pixels.withChannels(input), taken)
            : new Node(input, node.channels(), Fate.REMOVED, node.kept());
    LayerSize none =
        layer instanceof Layer.Convolution convolution
            ? new LayerSize(0, convolution.smallestKernel())
            : null;
    edges.add(new Edge(from, number(next, to), none, numbers(taken)));
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
    Shape own = sub.output();
    Node to = new Node(block.residual() ? input : 0, own.channels(), fate, node.kept());
    if (last) {
      if (block.residual()) {
        taken.add(number(operators, Operator.sum(input, own)));
        own = own.withChannels(Math.max(input, own.channels()));
      }
      to = leaveBlock(node, own, taken);
    }
    edges.add(new Edge(from, number(next, to), size, numbers(taken)));
  }

  /**
   * @param own what the block gives before its skip is added
   * @param taken to which the sum with the skip is added
   */
  private Node leaveBlock(Node node, Shape own, List<Integer> taken) {
    int channels = own.channels();
    if (block.skips()) {
      int skipped = keptOutputs.skipped(node.kept());
      taken.add(number(operators, Operator.sum(channels, own.withChannels(skipped))));
      channels = Math.max(channels, skipped);
    }
    return start(channels, keptOutputs.after(node.kept(), channels));
  }

  static Node start(int channels, List<Integer> kept) {
    return new Node(0, channels, Fate.OPEN, kept);
  }

  private static int[] numbers(List<Integer> taken) {
    return taken.stream().mapToInt(Integer::intValue).toArray();
  }

  private static <T> int number(Map<T, Integer> numbers, T one) {
    return numbers.computeIfAbsent(one, unknown -> numbers.size());
  }

  static Shape after(Layer layer, Shape pixels) {
    if (layer instanceof Layer.Convolution convolution) {
      return pixels.strided(convolution.stride(), pixels.channels());
    }
    if (layer instanceof Layer.Upsample upsample) {
      return pixels.upsampled(upsample.factor());
    }
    if (layer instanceof Layer.Pixelwise end) {
      return pixels.withChannels(end.channels());
    }
    if (layer instanceof Layer.Dense dense) {
      return new Shape(1, 1, dense.units());
    }
    return layer instanceof Layer.SqueezeExcite ? pixels : new Shape(1, 1, pixels.channels());
  }
}
