package netadapt.score;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Standard errors of scores that are compared with each other on the same images. What images are
 * easy or hard for all networks does not count: a score differs from another by the images that
 * only one of the two has right.
 *
 * <p>The difference between two scores on n images, d of which only one network has right, has the
 * variance {@code (d/n - difference²) / n}. A score's own part of it is half of that, averaged over
 * all it is compared with.
 */
final class PairedErrors {
  private PairedErrors() {}

  /**
   * The standard errors of some scores, which are shares of images.
   *
   * @param right of each network, the images that it has right; those not seen do not count
   * @param images of each network, how many it has seen, the first ones, at least 1
   * @return one per network; of one by itself that of a share
   */
  static List<Double> of(List<BitSet> right, List<Integer> images) {
    List<Double> errors = new ArrayList<>();
    for (int one = 0; one < right.size(); one++) {
      double sum = 0;
      for (int other = 0; other < right.size(); other++) {
        if (other != one) {
          int common = Math.min(images.get(one), images.get(other));
          double of =
              variance(first(right.get(one), common), first(right.get(other), common), common);
          sum += of * common / images.get(one);
        }
      }
      double variance =
          right.size() > 1
              ? sum / (right.size() - 1) / 2
              : ofShare(first(right.get(one), images.get(one)).cardinality(), images.get(one));
      errors.add(Math.sqrt(variance));
    }
    return errors;
  }

  /** The variance of the difference between two scores. */
  private static double variance(BitSet one, BitSet other, int images) {
    double difference = (double) (one.cardinality() - other.cardinality()) / images;
    BitSet decided = (BitSet) one.clone();
    decided.xor(other);
    return ((double) decided.cardinality() / images - difference * difference) / images;
  }

  private static BitSet first(BitSet right, int images) {
    return right.length() <= images ? right : right.get(0, images);
  }

  private static double ofShare(int right, int images) {
    double share = (double) right / images;
    return share * (1 - share) / images;
  }
}
