package netadapt.train;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How far a training is.
 *
 * @param log the rounds so far, at least one; grows when the training goes on
 * @param totalSteps steps of each worker in all
 */
public record TrainingProgress(List<TrainingRound> log, long totalSteps) {
  public TrainingProgress {
    log = Collections.unmodifiableList(log);
  }

  /** The round just done. */
  public TrainingRound last() {
    return log.get(log.size() - 1);
  }

  /** The latest accuracy there is. */
  public Optional<EpochAccuracy> accuracy() {
    for (int round = log.size() - 1; round >= 0; round--) {
      if (log.get(round).accuracy().isPresent()) {
        return log.get(round).accuracy();
      }
    }
    return Optional.empty();
  }

  /** The share of the steps that is done, in {@code [0, 1]}. */
  public double fraction() {
    return (double) last().step() / totalSteps;
  }
}
