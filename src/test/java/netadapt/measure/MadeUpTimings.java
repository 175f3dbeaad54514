package netadapt.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import netadapt.arch.SubNetwork;
import netadapt.cost.Operator;
import netadapt.cost.Operator.Kind;
import netadapt.cost.Operators;
import netadapt.measure.Timing.NodeTime;

/** Timings of a device whose operators take as long as is said. */
final class MadeUpTimings {
  /** Microseconds that measuring a node adds, and that a network takes beside its nodes. */
  static final double PER_NODE = 2;

  static final double BESIDE = 5;

  private MadeUpTimings() {}

  /** A timing in each pass of each network. */
  static List<Timing> of(List<SubNetwork> networks, int passes, ToDoubleFunction<Operator> micros) {
    List<Timing> timings = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      for (int network = 0; network < networks.size(); network++) {
        timings.add(one(network, pass, networks.get(network), micros));
      }
    }
    return timings;
  }

  private static Timing one(
      int number, int pass, SubNetwork network, ToDoubleFunction<Operator> micros) {
    List<NodeTime> nodes = new ArrayList<>();
    double whole = BESIDE;
    for (Map.Entry<String, List<Operator>> layer : Operators.named(network).entrySet()) {
      for (Operator operator : layer.getValue()) {
        double cost = micros.applyAsDouble(operator);
        whole += cost;
        nodes.add(new NodeTime(node(layer.getKey(), operator), "Conv", cost + PER_NODE));
      }
    }
    return new Timing(number, pass, 10, whole, 0, 0, nodes);
  }

  private static String node(String owner, Operator operator) {
    if (operator.kind() == Kind.BYPASS || operator.kind() == Kind.DEPTHWISE_BYPASS) {
      return owner + "/bypass";
    }
    return owner + (operator.kind() == Kind.SUM ? "/sum" : "/conv_nchwc");
  }
}
