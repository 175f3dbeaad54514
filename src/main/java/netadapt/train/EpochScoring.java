package netadapt.train;

import netadapt.arch.Weights;

/**
 * What is scored while a training runs; it changes nothing of the training but, if so asked, which
 * of the averaged weights it ends with.
 *
 * @param epochs after every how many it is, and at the end; 0 for never
 * @param keepsBest whether the training ends with the averaged weights of the highest accuracy of
 *     the whole network, and not with the last ones
 * @param scorer finds the accuracies
 */
public record EpochScoring(int epochs, boolean keepsBest, Scorer scorer) {
  /** Nothing is scored. */
  public static final EpochScoring NONE =
      new EpochScoring(
          0,
          false,
          (epoch, weights) -> {
            throw new IllegalStateException("epoch %d is not to be scored".formatted(epoch));
          });

  /** Scores the networks that are watched. */
  public interface Scorer {
    /**
     * @param epoch that has ended, from 1
     * @param weights moving average of all the network's weights
     */
    EpochAccuracy score(int epoch, Weights weights);
  }

  /**
   * Whether a round ends an epoch after which is scored. A round of several such epochs does once.
   *
   * @param from steps done before the round
   * @param to steps done after it
   * @param total steps of the training
   */
  boolean due(long from, long to, int stepsPerEpoch, long total) {
    long apart = (long) epochs * stepsPerEpoch;
    return epochs > 0 && (to == total || from / apart < to / apart);
  }
}
