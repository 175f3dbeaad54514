package netadapt.train;

import java.io.Serializable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that changes in a graph while it trains, as plain numbers that travel.
 *
 * @param parameters in the graph's order
 * @param updater the optimizer's memory; empty for one without
 * @param iteration steps done
 */
record WorkerState(float[] parameters, float[] updater, int iteration) implements Serializable {

  static WorkerState of(ComputationGraph graph) {
    INDArray updater = graph.getUpdater().getStateViewArray();
    return new WorkerState(
        parameters(graph),
        updater == null ? new float[0] : Floats.of(updater),
        graph.getConfiguration().getIterationCount());
  }

  /** A graph's parameters alone, in its order. */
  static float[] parameters(ComputationGraph graph) {
    return Floats.of(graph.params());
  }

  void load(ComputationGraph graph) {
    Floats.copy(parameters, graph.params());
    if (updater.length > 0) {
      Floats.copy(updater, graph.getUpdater().getStateViewArray());
    }
    graph.getConfiguration().setIterationCount(iteration);
  }
}
