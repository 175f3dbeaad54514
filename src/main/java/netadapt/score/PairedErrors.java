package netadapt.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Standard errors of scores that are compared with each other on the same images. What images are
 * easy or hard for all networks does not count: a score differs from another by the images that are
 * worth more with one of the two.
 *
 * <p>The difference between two scores on n images, whose squared differences add up to d (where
 * images are right or wrong, those that only one network has right), has the variance {@code (d/n -
 * difference²) / n}. A score's own part of it is half of that, averaged over all it is compared
 * with.
 */
final class PairedErrors {
  private PairedErrors() {}

  /**
   * The standard errors of some scores.
   *
   * @param scores of each network on the images; those not seen do not count
   * @param images of each network, how many it has seen, the first ones, at least 1
   * @return one per network; of one by itself that of its mean
   */
  static List<Double> of(List<ImageScores> scores, List<Integer> images) {
    List<Double> errors = new ArrayList<>();
    for (int one = 0; one < scores.size(); one++) {
      double sum = 0;
      for (int other = 0; other < scores.size(); other++) {
        if (other != one) {
          int common = Math.min(images.get(one), images.get(other));
          double of = variance(scores.get(one), scores.get(other), common);
          sum += of * common / images.get(one);
        }
      }
      double variance =
          scores.size() > 1
              ? sum / (scores.size() - 1) / 2
              : scores.get(one).varianceOfMean(images.get(one));
      errors.add(Math.sqrt(variance));
    }
    return errors;
  }

  /** The variance of the difference between two scores. */
  private static double variance(ImageScores one, ImageScores other, int images) {
    double difference = (one.sum(images) - other.sum(images)) / images;
    double squares = one.squaredDistance(other, images) / images;
    return Math.max(0, squares - difference * difference) / images;
  }
}
