package netadapt.train;

/**
 * How far a training is.
 *
 * @param last the round just done
 * @param totalSteps steps of each worker in all
 */
public record TrainingProgress(TrainingRound last, long totalSteps) {
  /** The share of the steps that is done, in {@code [0, 1]}. */
  public double fraction() {
    return (double) last.step() / totalSteps;
  }
}
