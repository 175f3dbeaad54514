package netadapt.train;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import netadapt.nn.GroupedGraph;
import netadapt.nn.KernelChoice;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * An executor's graphs, kept from round to round: building one, and the buffers of its layers, cost
 * more than a round.
 */
final class WorkerGraphs {
  private static final Deque<ComputationGraph> IDLE = new ArrayDeque<>();
  private static Kind idleKind = new Kind("", KernelChoice.AUTO, 1);

  private WorkerGraphs() {}

  /**
   * What graphs are alike by.
   *
   * @param configuration of the graph, as JSON
   * @param kernels the layers' arithmetic
   * @param imagesPerPass images of a minibatch that are computed and normalised together
   */
  record Kind(String configuration, KernelChoice kernels, int imagesPerPass)
      implements Serializable {
    private ComputationGraph build() {
      ComputationGraph graph =
          new GroupedGraph(ComputationGraphConfiguration.fromJson(configuration), imagesPerPass);
      graph.init();
      kernels.use(graph);
      return graph;
    }
  }

  /** A graph that nobody uses, with whatever weights the last user left. */
  static ComputationGraph take(Kind kind) {
    synchronized (IDLE) {
      if (!kind.equals(idleKind)) {
        IDLE.clear(); // the training before this one is over
        idleKind = kind;
      }
      if (!IDLE.isEmpty()) {
        return IDLE.removeLast();
      }
    }
    return kind.build();
  }

  static void giveBack(Kind kind, ComputationGraph graph) {
    synchronized (IDLE) {
      if (kind.equals(idleKind)) {
        IDLE.addLast(graph);
      }
    }
  }
}
