package netadapt.rank;

import java.util.List;

/**
 * What networks are ranked by, and what a network is worth.
 *
 * @param score with the weights that all sub-networks share; higher is better
 * @param macs multiply-accumulates per image
 * @param params parameters
 * @param accuracies after its own trainings, one or more, in {@code [0, 1]}
 */
public record RankedNetwork(double score, long macs, long params, List<Double> accuracies) {
  /**
   * @throws IllegalArgumentException if the score or an accuracy is not a number, or there is no
   *     accuracy
   */
  public RankedNetwork {
    accuracies = List.copyOf(accuracies);
    if (!Double.isFinite(score)
        || accuracies.isEmpty()
        || !accuracies.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "score is %s and accuracies are %s but all must be numbers".formatted(score, accuracies));
    }
  }

  /** A network that was trained once. */
  public RankedNetwork(double score, long macs, long params, double accuracy) {
    this(score, macs, params, List.of(accuracy));
  }

  /** The mean of its trainings. */
  public double accuracy() {
    return accuracies.stream().mapToDouble(one -> one).average().orElseThrow();
  }
}
