package netadapt.train;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * All that is needed to go on with a training.
 *
 * @param graph weights and optimizer memory
 * @param average moving average of the weights
 * @param step steps of each worker done
 * @param log rows so far
 */
record TrainingState(ComputationGraph graph, float[] average, long step, List<TrainingRound> log) {}
