package netadapt.rank;

/**
 * What networks are ranked by, and what a network is worth.
 *
 * @param score with the weights that all sub-networks share; higher is better
 * @param macs multiply-accumulates per image
 * @param params parameters
 * @param accuracy after its own training, in {@code [0, 1]}
 */
public record RankedNetwork(double score, long macs, long params, double accuracy) {
  /**
   * @throws IllegalArgumentException if the score or the accuracy is not a number
   */
  public RankedNetwork {
    if (!Double.isFinite(score) || !Double.isFinite(accuracy)) {
      throw new IllegalArgumentException(
          "score is %s and accuracy %s but both must be numbers".formatted(score, accuracy));
    }
  }
}
