package netadapt.train;

import java.util.ArrayDeque;
import java.util.Deque;
import netadapt.nn.KernelChoice;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * An executor's graphs, kept from round to round: building one, and the buffers of its layers, cost
 * more than a round.
 */
final class WorkerGraphs {
  private static final Deque<ComputationGraph> IDLE = new ArrayDeque<>();
  private static String idleConfiguration = "";
  private static KernelChoice idleKernels = KernelChoice.AUTO;

  private WorkerGraphs() {}

  /** A graph that nobody uses, with whatever weights the last user left. */
  static ComputationGraph take(String configuration, KernelChoice kernels) {
    synchronized (IDLE) {
      if (!configuration.equals(idleConfiguration) || kernels != idleKernels) {
        IDLE.clear(); // the training before this one is over
        idleConfiguration = configuration;
        idleKernels = kernels;
      }
      if (!IDLE.isEmpty()) {
        return IDLE.removeLast();
      }
    }
    ComputationGraph graph =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
    graph.init();
    kernels.use(graph);
    return graph;
  }

  static void giveBack(String configuration, ComputationGraph graph) {
    synchronized (IDLE) {
      if (configuration.equals(idleConfiguration)) {
        IDLE.addLast(graph);
      }
    }
  }
}
