package netadapt.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import netadapt.BadInput;
import netadapt.measure.Timing.NodeTime;

/**
 * What the timings of one network say together.
 *
 * @param network its number
 * @param micros the whole network
 * @param nodes in the order in which they run
 * @param runs of all timings
 */
record NetworkTimes(int network, double micros, List<NodeTime> nodes, int runs) {
  /** How far apart timings may be of which one supports the other. */
  private static final double APART = 0.1;

  NetworkTimes {
    nodes = List.copyOf(nodes);
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
   * Medians.
   *
   * @throws BadInput if the network did not have the same nodes each time
   */
  static NetworkTimes typical(List<Timing> timings) {
    Timing first = timings.get(0);
    if (timings.stream().anyMatch(timing -> timing.nodes().size() != first.nodes().size())) {
      throw new BadInput(
          "network %d had other nodes in another pass: measure all passes with one runtime"
              .formatted(first.network()));
    }
    List<NodeTime> nodes = new ArrayList<>();
    for (int node = 0; node < first.nodes().size(); node++) {
      NodeTime one = first.nodes().get(node);
      int index = node;
      double micros = median(timings.stream().map(t -> t.nodes().get(index).micros()).toList());
      nodes.add(new NodeTime(one.name(), one.operator(), micros));
    }
    return new NetworkTimes(
        first.network(),
        median(timings.stream().map(Timing::micros).toList()),
        nodes,
        timings.stream().mapToInt(Timing::runs).sum());
  }

  private static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * Networks of which it is not known how long they take: there are no two undisturbed timings near
   * the middle that agree.
   *
   * @param networks how many there are
   */
  static List<Integer> unsettled(List<Timing> timings, int networks) {
    Map<Integer, List<Timing>> measured = byNetwork(timings);
    List<Integer> unsettled = new ArrayList<>();
    for (int network = 0; network < networks; network++) {
      if (!settled(measured.getOrDefault(network, List.of()))) {
        unsettled.add(network);
      }
    }
    return unsettled;
  }

  private static boolean settled(List<Timing> timings) {
    List<Double> sorted =
        timings.stream().map(Timing::micros).sorted(Comparator.naturalOrder()).toList();
    int middle = (sorted.size() - 1) / 2;
    for (int next = Math.max(1, middle); next <= middle + 1 && next < sorted.size(); next++) {
      double apart = sorted.get(next) - sorted.get(next - 1);
      if (apart <= APART * sorted.get(next) + Timing.UNSURE) {
        return true;
      }
    }
    return false;
  }
}
