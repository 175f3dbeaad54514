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
public record WorkerState(float[] parameters, float[] updater, int iteration)
    implements Serializable {

  public static WorkerState of(ComputationGraph graph) {
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

  /** How many numbers there are: the parameters, and after them the updater's. */
  public int length() {
    return parameters.length + updater.length;
  }

  /** A copy of the numbers {@code [from, to)}. */
  float[] numbers(int from, int to) {
    float[] numbers = new float[to - from];
    int ofParameters = ofParameters(from, to);
    System.arraycopy(parameters, Math.min(from, parameters.length), numbers, 0, ofParameters);
    System.arraycopy(
        updater, inUpdater(from), numbers, ofParameters, numbers.length - ofParameters);
    return numbers;
  }

  /** Overwrites the numbers from {@code from} on, in place. */
  void overwrite(int from, float[] numbers) {
    int ofParameters = ofParameters(from, from + numbers.length);
    System.arraycopy(numbers, 0, parameters, Math.min(from, parameters.length), ofParameters);
    System.arraycopy(
        numbers, ofParameters, updater, inUpdater(from), numbers.length - ofParameters);
  }

  /** How many of the numbers {@code [from, to)} are parameters. */
  private int ofParameters(int from, int to) {
    return Math.max(0, Math.min(to, parameters.length) - from);
  }

  private int inUpdater(int from) {
    return Math.max(0, from - parameters.length);
  }

  void load(ComputationGraph graph) {
    Floats.copy(parameters, graph.params());
    if (updater.length > 0) {
      Floats.copy(updater, graph.getUpdater().getStateViewArray());
    }
    graph.getConfiguration().setIterationCount(iteration);
  }
}
