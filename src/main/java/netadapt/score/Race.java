package netadapt.score;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Finds out early which of several sub-networks are not the best, as their outcomes on ever more of
 * the same images come in.
 *
 * <p>Two are compared by the images that only one of them has right (McNemar's test, exact). If the
 * one were as good as the other, each of these would be its own with probability one half at least;
 * so it is dropped where it has so few of them that this happens with less than {@code (1 -
 * confidence) / ((contenders - 1) · rounds)}. Since the best has {@code contenders - 1} rivals and
 * meets each {@code rounds} times, it is dropped with probability {@code 1 - confidence} at most
 * (Bonferroni), whatever the others are.
 */
final class Race {
  private final double level;
  private final Map<Integer, Integer> winning = new HashMap<>();

  /**
   * @param contenders at first
   * @param rounds how often {@link #dropped} will be asked
   * @param confidence that the best is not dropped, in (0, 1)
   */
  Race(int contenders, int rounds, double confidence) {
    this.level = (1 - confidence) / (contenders - 1) / rounds;
  }

  /**
   * Who is not the best.
   *
   * @param right of each contender that is left, the images it has right so far
   * @return their places in the list; never all
   */
  BitSet dropped(List<BitSet> right) {
    BitSet dropped = new BitSet();
    for (int one = 0; one < right.size(); one++) {
      for (int rival = 0; rival < right.size() && !dropped.get(one); rival++) {
        dropped.set(one, beats(right.get(rival), right.get(one)));
      }
    }
    return dropped;
  }

  private boolean beats(BitSet rival, BitSet one) {
    int wins = without(rival, one);
    int losses = without(one, rival);
    return wins > losses && wins >= winning.computeIfAbsent(wins + losses, this::winning);
  }

  private static int without(BitSet some, BitSet others) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(others);
    return rest.cardinality();
  }

  /** How many wins in so many decisions are too many to be due to luck. */
  private int winning(int decisions) {
    BinomialDistribution even = new BinomialDistribution(null, decisions, 0.5);
    // As many losses, or fewer, as are too few.
    return decisions + 1 - even.inverseCumulativeProbability(level);
  }
}
