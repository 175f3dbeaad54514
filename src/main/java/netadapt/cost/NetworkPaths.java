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
import netadapt.BadInput;
import netadapt.arch.Architecture;
import netadapt.arch.Block;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.LayerEdges.Edge;
import netadapt.cost.LayerEdges.Node;

/**
 * All sub-networks that a search may come to, as the paths of a graph: its nodes are what may reach
 * a layer, its edges what the layer may do with it.
 */
final class NetworkPaths {
  /** What an operator is worth to a network that is the first to have it, the second, and so on. */
  private static final int[] WORTH = {64, 8, 1, 0};

  /** Some 700 MB; FastDepth, with three skips and 9 widths, has a sixth of them. */
  private static final long MOST_EDGES = 8_000_000;

  private final SuperNetwork network;
  private final Map<Operator, Integer> operators = new LinkedHashMap<>();
  private final List<List<Edge>> layers = new ArrayList<>();

  /**
   * @throws BadInput if there are too many: each skip multiplies them by the widths of what it adds
   */
  NetworkPaths(SuperNetwork network) {
    this(network, MOST_EDGES);
  }

  /** The same for at most so many edges. */
  NetworkPaths(SuperNetwork network, long most) {
    this.network = network;
    long count = 0;
    Shape pixels = network.input();
    Map<Node, Integer> nodes = Map.of(LayerEdges.start(pixels.channels(), List.of()), 0);
    List<KeptOutputs> kept = KeptOutputs.of(network.blocks());
    for (int i = 0; i < kept.size(); i++) {
      Block block = network.blocks().get(i);
      List<Layer> all = block.layers();
      for (int layer = 0; layer < all.size(); layer++) {
        boolean last = layer == all.size() - 1;
        count += nodes.size() * choices(all.get(layer));
        if (count > most) {
          throw new BadInput(tooMany());
        }
        LayerEdges edges =
            new LayerEdges(
                network, operators, block, all.get(layer), last, kept.get(i), pixels, nodes);
        nodes = edges.next();
        layers.add(edges.edges());
        pixels = LayerEdges.after(all.get(layer), pixels);
      }
    }
  }

  /** How many sizes a layer has. */
  private long choices(Layer layer) {
    return layer instanceof Layer.Convolution convolution
        ? (long) network.widths(convolution).size() * network.kernels(convolution).size()
        : 1;
  }

  private String tooMany() {
    long skips = network.blocks().stream().filter(Block::skips).count();
    return "the operators of %s cannot be listed, as its %d skips add too many widths: give it fewer skips, or fewer width-choices than %d, or search by macs alone"
        .formatted(network.name(), skips, network.widthChoices());
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
