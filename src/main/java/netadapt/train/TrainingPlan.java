package netadapt.train;

import java.io.Serializable;
import netadapt.nn.KernelChoice;
import netadapt.nn.Recipe;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How weights are trained: the super-network's, or those of the network that was found.
 *
 * @param epochs passes over the training images
 * @param batch images of one worker's minibatch
 * @param stepsPerRound minibatches of a worker between two averagings
 * @param l2 weight of half the sum of squared weights in the loss
 * @param dropout share of the classifier's inputs dropped, in {@code [0, 1)}
 * @param statisticsDecay part of the running batch statistics kept at each step
 * @param averageDecay part of the averaged weights kept at each step; 0 for the weights themselves
 * @param labelSmoothing share of the target spread over all classes, in {@code [0, 1)}
 * @param kernelSegments parts of a minibatch with kernel sizes of their own
 * @param checkpointRounds rounds between two checkpoints
 * @param kernels the layers' arithmetic
 * @param seed of everything random in the training
 */
public record TrainingPlan(
    int epochs,
    int batch,
    int stepsPerRound,
    Optimizer optimizer,
    LearningRateSchedule schedule,
    double l2,
    double dropout,
    double statisticsDecay,
    double averageDecay,
    double labelSmoothing,
    int kernelSegments,
    int checkpointRounds,
    KernelChoice kernels,
    long seed)
    implements Serializable {

  /**
   * What the graph has to know.
   *
   * @param stepsPerEpoch steps of one worker in an epoch
   * @param workers how many train at a time
   */
  Recipe recipe(int stepsPerEpoch, int workers) {
    return new Recipe(
        optimizer.updater(learningRate(stepsPerEpoch, workers)),
        l2,
        dropout,
        statisticsDecay,
        DataType.FLOAT,
        seed);
  }

  /** The learning rate of every step. */
  LearningRate learningRate(int stepsPerEpoch, int workers) {
    return new LearningRate(
        schedule,
        optimizer.learningRate(batch * workers),
        stepsPerEpoch,
        (long) epochs * stepsPerEpoch);
  }
}
