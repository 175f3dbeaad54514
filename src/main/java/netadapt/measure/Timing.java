package netadapt.measure;

import java.util.List;

/**
 * How long one network took on a device, in microseconds.
 *
 * @param network its number
 * @param pass in which it was measured; a network is measured once in each
 * @param runs of the whole network, and as many node by node
 * @param micros the whole network
 * @param spread of that, from run to run
 * @param waited share of the time in which the measuring thread was not running, because something
 *     else was, in [0, 1]
 * @param nodes in the order in which they run
 */
record Timing(
    int network,
    int pass,
    int runs,
    double micros,
    double spread,
    double waited,
    List<NodeTime> nodes) {
  private static final double DISTURBED = 0.1;

  /** What clocks and processors are unsure of, however little a network takes. */
  static final double UNSURE = 1; // microsecond

  Timing {
    nodes = List.copyOf(nodes);
    require("network", network, network >= 0);
    require("pass", pass, pass >= 0);
    require("runs", runs, runs > 0);
    require("micros", micros, micros > 0 && Double.isFinite(micros));
    require("spread", spread, spread >= 0 && Double.isFinite(spread));
    require("waited", waited, waited >= 0 && waited <= 1);
    require("nodes", nodes.size(), !nodes.isEmpty());
  }

  private static void require(String what, Object value, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("%s cannot be %s".formatted(what, value));
    }
  }

  /**
   * One node of the network's model, as the runtime has fused it.
   *
   * @param name of the node that remains
   * @param operator its kind, such as {@code Conv}
   * @param micros with what it takes to measure it
   */
  record NodeTime(String name, String operator, double micros) {
    NodeTime {
      require("micros", micros, micros >= 0 && Double.isFinite(micros));
    }
  }

  /** Of all nodes, with what it takes to measure them. */
  double nodeMicros() {
    return nodes.stream().mapToDouble(NodeTime::micros).sum();
  }

  /** Whether something else had the processor for a part of the time, or the runs differ much. */
  boolean disturbed() {
    return waited > DISTURBED || spread > DISTURBED * micros + UNSURE;
  }
}
