package netadapt.train;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * An executor's graphs, kept from round to round: building one, and the buffers of its layers, cost
 * more than a round.
 */
final class WorkerGraphs {
  private static final Map<String, Deque<ComputationGraph>> IDLE = new ConcurrentHashMap<>();

  private WorkerGraphs() {}

  /** A graph that nobody uses, with whatever weights the last user left. */
  static ComputationGraph take(String configuration) {
    ComputationGraph idle = idle(configuration).pollLast();
    if (idle != null) {
      return idle;
    }
    ComputationGraph graph =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
    graph.init();
    return graph;
  }

  static void giveBack(String configuration, ComputationGraph graph) {
    idle(configuration).addLast(graph);
  }

  /** Forgets the graphs of a training that is over. */
  static void forget(String configuration) {
    IDLE.remove(configuration);
  }

  private static Deque<ComputationGraph> idle(String configuration) {
    return IDLE.computeIfAbsent(configuration, c -> new ConcurrentLinkedDeque<>());
  }
}
