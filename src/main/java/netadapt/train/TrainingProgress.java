package netadapt.train;

import java.util.Optional;

/**
 * How far a training is.
 *
 * @param last the round just done
 * @param totalSteps steps of each worker in all
 * @param accuracy the latest there is
 */
public record TrainingProgress(
    TrainingRound last, long totalSteps, Optional<EpochAccuracy> accuracy) {
  /** The share of the steps that is done, in {@code [0, 1]}. */
  public double fraction() {
    return (double) last.step() / totalSteps;
  }
}
