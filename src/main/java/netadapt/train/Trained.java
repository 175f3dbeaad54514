package netadapt.train;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What a training ends with.
 *
 * @param graph weights and optimizer memory after the last step
 * @param averaged the same graph with the moving average of the weights
 * @param log one row per round
 */
record Trained(ComputationGraph graph, ComputationGraph averaged, List<TrainingRound> log) {
  public Trained {
    log = List.copyOf(log);
  }
}
