package netadapt.train;

import java.io.Serializable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
        numbers(graph.params()),
        updater == null ? new float[0] : numbers(updater),
        graph.getConfiguration().getIterationCount());
  }

  void load(ComputationGraph graph) {
    assign(graph.params(), parameters);
    if (updater.length > 0) {
      assign(graph.getUpdater().getStateViewArray(), updater);
    }
    graph.getConfiguration().setIterationCount(iteration);
  }

  private static float[] numbers(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static void assign(INDArray target, float[] numbers) {
    target.assign(Nd4j.create(numbers).reshape(target.shape()));
  }
}
