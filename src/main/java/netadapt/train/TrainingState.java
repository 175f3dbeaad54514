package netadapt.train;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * All that is needed to resume a training.
 *
 * @param graph weights and optimizer memory
 * @param average moving average of the weights
 * @param best the one that was the most accurate; empty if that is not kept, or none was yet
 * @param workers that train at a time, from the start to the end
 * @param stepsPerEpoch steps of each worker in an epoch
 * @param step steps of each worker done
 * @param log rows so far
 */
record TrainingState(
    ComputationGraph graph,
    float[] average,
    Optional<float[]> best,
    int workers,
    int stepsPerEpoch,
    long step,
    List<TrainingRound> log) {}
