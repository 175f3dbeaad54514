package netadapt.train;

import java.util.Optional;

/**
 * One row of the training log.
 *
 * <p>The seconds of a round are those of its slowest worker: it waits for input, computes, and what
 * remains is averaging.
 *
 * @param round from 0
 * @param epoch of the round's last step, from 0
 * @param step steps of each worker done after the round
 * @param images trained on in the round by all workers
 * @param learningRate of the round's last step
 * @param loss mean over the round's minibatches
 * @param seconds of the whole round, as the driver sees it; neither scoring nor a checkpoint after
 *     it is counted
 * @param inputSeconds the slowest worker waited for minibatches that were not ready
 * @param computeSeconds the slowest worker spent in its steps
 * @param accuracy after an epoch that ended in the round; empty in other rounds, and where it is
 *     not scored
 */
public record TrainingRound(
    int round,
    int epoch,
    long step,
    int images,
    double learningRate,
    double loss,
    double seconds,
    double inputSeconds,
    double computeSeconds,
    Optional<EpochAccuracy> accuracy) {

  /** The same with an accuracy. */
  TrainingRound with(EpochAccuracy reached) {
    return new TrainingRound(
        round,
        epoch,
        step,
        images,
        learningRate,
        loss,
        seconds,
        inputSeconds,
        computeSeconds,
        Optional.of(reached));
  }

  /**
   * Everything but the slowest worker's input and steps: Spark's scheduling, sending the weights,
   * bringing them back, averaging them.
   */
  public double averagingSeconds() {
    return seconds - inputSeconds - computeSeconds;
  }

  /** Of all workers together. */
  public double imagesPerSecond() {
    return images / seconds;
  }
}
