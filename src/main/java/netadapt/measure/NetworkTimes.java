package netadapt.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import netadapt.BadInput;
import netadapt.measure.Timing.NodeTime;

/**
 * What the timings of one network say together. Whatever disturbs a measurement makes it slower:
 * the fastest timings count, once another one supports them.
 *
 * @param network its number
 * @param micros the whole network
 * @param nodes in the order in which they run
 * @param runs of all timings
 */
record NetworkTimes(int network, double micros, List<NodeTime> nodes, int runs) {
  /** How many of the fastest count. */
  private static final int FASTEST = 2;

  /** How far apart these may be, as a share of the slower one. */
  private static final double APART = 0.1;

  NetworkTimes {
    nodes = List.copyOf(nodes);
  }

  /** Of all nodes, with what it takes to measure them. */
  double nodeMicros() {
    return nodes.stream().mapToDouble(NodeTime::micros).sum();
  }

  /** Of each network that has been measured, by its number. */
  static Map<Integer, NetworkTimes> of(List<Timing> timings) {
    Map<Integer, NetworkTimes> times = new TreeMap<>();
    byNetwork(timings).forEach((network, all) -> times.put(network, typical(all)));
    return times;
  }

  private static Map<Integer, List<Timing>> byNetwork(List<Timing> timings) {
    return timings.stream()
        .filter(timing -> !timing.disturbed())
        .collect(Collectors.groupingBy(Timing::network, TreeMap::new, Collectors.toList()));
  }

  /**
   * Means of the two fastest: as a whole, and node by node.
   *
   * @param timings of one network, at least one
   * @throws BadInput if the network did not have the same nodes each time
   */
  static NetworkTimes typical(List<Timing> timings) {
    Timing first = timings.get(0);
    if (timings.stream().anyMatch(timing -> timing.nodes().size() != first.nodes().size())) {
      throw new BadInput(
          "network %d had other nodes in another pass: measure all passes with one runtime"
              .formatted(first.network()));
    }
    List<Timing> fastest = fastest(timings, Timing::nodeMicros);
    List<NodeTime> nodes = new ArrayList<>();
    for (int node = 0; node < first.nodes().size(); node++) {
      NodeTime one = first.nodes().get(node);
      int index = node;
      double micros = mean(fastest, timing -> timing.nodes().get(index).micros());
      nodes.add(new NodeTime(one.name(), one.operator(), micros));
    }
    return new NetworkTimes(
        first.network(),
        mean(fastest(timings, Timing::micros), Timing::micros),
        nodes,
        timings.stream().mapToInt(Timing::runs).sum());
  }

  private static List<Timing> fastest(List<Timing> timings, ToDoubleFunction<Timing> micros) {
    return timings.stream().sorted(Comparator.comparingDouble(micros)).limit(FASTEST).toList();
  }

  private static double mean(List<Timing> timings, ToDoubleFunction<Timing> micros) {
    return timings.stream().mapToDouble(micros).average().orElseThrow();
  }

  /**
   * Networks of which it is not known how long they take: there are no two undisturbed timings, or
   * the two fastest do not agree.
   *
   * @param networks how many there are
   */
  static List<Integer> unsettled(List<Timing> timings, int networks) {
    Map<Integer, List<Timing>> measured = byNetwork(timings);
    List<Integer> unsettled = new ArrayList<>();
    for (int network = 0; network < networks; network++) {
      List<Timing> all = measured.getOrDefault(network, List.of());
      if (!agree(all, Timing::micros) || !agree(all, Timing::nodeMicros)) {
        unsettled.add(network);
      }
    }
    return unsettled;
  }

  private static boolean agree(List<Timing> timings, ToDoubleFunction<Timing> micros) {
    List<Timing> fastest = fastest(timings, micros);
    if (fastest.size() < FASTEST) {
      return false;
    }
    double fast = micros.applyAsDouble(fastest.get(0));
    double slow = micros.applyAsDouble(fastest.get(FASTEST - 1));
    return slow - fast <= APART * slow + Timing.UNSURE;
  }
}
