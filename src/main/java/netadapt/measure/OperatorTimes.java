package netadapt.measure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.cost.Operator;
import netadapt.cost.Operator.Kind;
import netadapt.cost.Operators;
import netadapt.measure.Timing.NodeTime;

/**
 * Says which of a network's operators the nodes of its model belong to.
 *
 * <p>Nodes that the program wrote bear the name of their layer or block, and keep its beginning
 * when the runtime fuses them. What the runtime adds bears a name of its own: a change of memory
 * layout belongs to the operator that follows, as that is what needs it; anything else is a part of
 * what came before, such as the multiplication of a hard swish.
 */
final class OperatorTimes {
  private static final String LAYOUT = "Reorder";

  /** What ONNX Runtime adds to the names of nodes that read and write blocks of channels. */
  private static final String BLOCKED = "_nchwc";

  private final Map<String, List<Operator>> named;
  private final Map<Operator, NodeSum> sums = new LinkedHashMap<>();
  private final Map<Operator, Integer> times = new HashMap<>();

  /**
   * What nodes take together.
   *
   * @param micros of all nodes, with what it takes to measure them
   * @param nodes how many; a fraction where operators that are alike share them
   */
  record NodeSum(double micros, double nodes) {
    static final NodeSum NONE = new NodeSum(0, 0);

    NodeSum plus(NodeSum other) {
      return new NodeSum(micros + other.micros, nodes + other.nodes);
    }

    NodeSum dividedBy(int parts) {
      return new NodeSum(micros / parts, nodes / parts);
    }
  }

  private OperatorTimes(SubNetwork network) {
    named = Operators.named(network);
    Operators.of(
        network,
        operator -> {
          sums.put(operator, NodeSum.NONE);
          times.merge(operator, 1, Integer::sum);
        });
  }

  /**
   * What the nodes of each operator of a network take; the mean for one that it has several times.
   *
   * @return all of the network's operators; without any node those that the runtime does along with
   *     another one
   * @throws BadInput if the nodes are not those of the network
   */
  static Map<Operator, NodeSum> of(SubNetwork network, List<NodeTime> nodes) {
    OperatorTimes all = new OperatorTimes(network);
    all.add(nodes);
    Map<Operator, NodeSum> each = new LinkedHashMap<>();
    all.sums.forEach((operator, sum) -> each.put(operator, sum.dividedBy(all.times.get(operator))));
    return each;
  }

  private void add(List<NodeTime> nodes) {
    NodeSum pending = NodeSum.NONE;
    Operator last = null;
    for (NodeTime node : nodes) {
      NodeSum one = new NodeSum(node.micros(), 1);
      Operator owner = owner(node);
      if (owner == null && (last == null || node.operator().startsWith(LAYOUT))) {
        pending = pending.plus(one);
        continue;
      }
      last = owner == null ? last : owner;
      sums.merge(last, one.plus(pending), NodeSum::plus);
      pending = NodeSum.NONE;
    }
    if (last == null) {
      throw new BadInput(
          "nodes such as %s are of no layer of the network"
              .formatted(nodes.stream().map(NodeTime::name).findFirst().orElse("none")));
    }
    sums.merge(last, pending, NodeSum::plus);
  }

  /**
   * @return {@code null} for a node with a name of the runtime's
   */
  private Operator owner(NodeTime node) {
    String[] parts = node.name().replace(BLOCKED, "").split("/", 3);
    List<Operator> operators = named.get(parts[0]);
    if (operators == null) {
      return null;
    }
    String role = parts.length < 2 ? "" : parts[1];
    return operators.stream()
        .filter(operator -> belongs(role, operator.kind()))
        .findFirst()
        .orElseThrow(() -> new BadInput("no operator of the network has a node " + node.name()));
  }

  /** Whether a node of a layer with a role of the name is of an operator of the layer. */
  private static boolean belongs(String role, Kind kind) {
    return switch (role) {
      case "input", "bypass", "concat" -> kind == Kind.BYPASS || kind == Kind.DEPTHWISE_BYPASS;
      case "pad", "sum" -> kind == Kind.SUM;
      default -> kind != Kind.BYPASS && kind != Kind.DEPTHWISE_BYPASS && kind != Kind.SUM;
    };
  }
}
