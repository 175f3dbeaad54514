package netadapt.nn;

import java.util.Optional;
import netadapt.task.Loss;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How a graph is to be trained.
 *
 * @param updater Deeplearning4j's optimizer with its learning-rate schedule
 * @param l2 weight decay of convolution and dense weights, 0 or more
 * @param dropout share of the classifier's inputs that is dropped, in {@code [0, 1)}
 * @param statisticsDecay how much of the running batch statistics a step keeps, in {@code [0, 1)}
 * @param dataType float, or double for gradient checks
 * @param seed of the initial weights
 * @param survival share of the images whose branch of the last residual block is computed in a
 *     training step, in {@code (0, 1]}; that of the blocks before falls to it linearly from 1.
 *     Where sub-networks are drawn, blocks go by their sizes alone
 * @param temperature that a teacher's shares of the classes were softened by, more than 0; 1 where
 *     there is no teacher, or they were not
 * @param loss what a network that tells something of every pixel makes small; empty for one that
 *     tells classes apart, by whose cross entropy it is trained
 */
public record Recipe(
    IUpdater updater,
    double l2,
    double dropout,
    double statisticsDecay,
    DataType dataType,
    long seed,
    double survival,
    double temperature,
    Optional<Loss> loss) {

  /** Without stochastic depth, and without a teacher whose shares are softened. */
  public Recipe(
      IUpdater updater,
      double l2,
      double dropout,
      double statisticsDecay,
      DataType dataType,
      long seed) {
    this(updater, l2, dropout, statisticsDecay, dataType, seed, 1, 1, Optional.empty());
  }

  /** Without a loss of its own. */
  public Recipe(
      IUpdater updater,
      double l2,
      double dropout,
      double statisticsDecay,
      DataType dataType,
      long seed,
      double survival,
      double temperature) {
    this(
        updater,
        l2,
        dropout,
        statisticsDecay,
        dataType,
        seed,
        survival,
        temperature,
        Optional.empty());
  }

  /**
   * The same for a network that tells something of every pixel.
   *
   * @param ofPixels what it makes small: of a public class with a public constructor without
   *     parameters, as it is saved by its class's name
   */
  public Recipe withLoss(Loss ofPixels) {
    return new Recipe(
        updater,
        l2,
        dropout,
        statisticsDecay,
        dataType,
        seed,
        survival,
        temperature,
        Optional.of(ofPixels));
  }
}
