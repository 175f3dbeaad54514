package netadapt.score;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.special.Gamma;

/**
 * Finds out early which of several sub-networks are not the best on a set of images, as their
 * outcomes on ever more of them come in, in random order.
 *
 * <p>Two are compared by the images that only one of them has right, its wins. Were the one as good
 * as its rival on all images, at least half of all that decide between them would be its own wins;
 * of those seen so far, which are a random choice, it then has few with a hypergeometric
 * distribution's probability (McNemar's test without replacement). How many images decide is not
 * known before the end, but has an upper confidence bound of its own. It is dropped where the
 * chance of either being wrong is below {@code (1 - confidence) / ((contenders - 1) · rounds)}.
 * Since the best has {@code contenders - 1} rivals and meets each {@code rounds} times, it is
 * dropped with probability {@code 1 - confidence} at most (Bonferroni), whatever the others are.
 */
final class Race {
  private final int total;
  private final double level;

  /**
   * @param contenders at first
   * @param rounds how often {@link #dropped} will be asked
   * @param confidence that the best is not dropped, in (0, 1)
   * @param total how many images there are
   */
  Race(int contenders, int rounds, double confidence, int total) {
    this.total = total;
    // One half for the bound, one for the test.
    this.level = (1 - confidence) / (contenders - 1) / rounds / 2;
  }

  /**
   * Who is not the best.
   *
   * @param right of each contender that is left, those of the images seen that it has right
   * @param seen how many images have been seen
   * @return their places in the list; never all
   */
  BitSet dropped(List<BitSet> right, int seen) {
    Map<Integer, Integer> winning = new HashMap<>(); // by how many images decide
    BitSet dropped = new BitSet();
    for (int one = 0; one < right.size(); one++) {
      for (int rival = 0; rival < right.size() && !dropped.get(one); rival++) {
        int wins = without(right.get(rival), right.get(one));
        int losses = without(right.get(one), right.get(rival));
        if (wins > losses) {
          int enough = winning.computeIfAbsent(wins + losses, decided -> winning(decided, seen));
          dropped.set(one, wins >= enough);
        }
      }
    }
    return dropped;
  }

  private static int without(BitSet some, BitSet others) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(others);
    return rest.cardinality();
  }

  /** How many wins of so many are too many for one that is no better; more than all if none are. */
  private int winning(int decided, int seen) {
    int all = decidedAtMost(decided, seen);
    int even = all + all % 2;
    int tooFew = 0;
    int enough = decided + 1;
    while (enough - tooFew > 1) {
      int middle = (tooFew + enough) / 2;
      if (atLeast(middle, even, even / 2, decided) <= level) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return enough;
  }

  /** An upper confidence bound on how many of all images decide, if so many of those seen do. */
  private int decidedAtMost(int decided, int seen) {
    int possible = decided;
    int impossible = decided + total - seen + 1;
    while (impossible - possible > 1) {
      int middle = (possible + impossible) / 2;
      // Were there so many, would so few have been seen, and so many of the others?
      if (atLeast(seen - decided, total, total - middle, seen) > level) {
        possible = middle;
      } else {
        impossible = middle;
      }
    }
    return possible;
  }

  /**
   * The hypergeometric distribution's upper tail: the probability that of {@code drawn} things out
   * of {@code all}, {@code special} of which are special, at least {@code count} are.
   */
  private static double atLeast(int count, int all, int special, int drawn) {
    int least = Math.max(count, drawn - (all - special));
    int most = Math.min(special, drawn);
    if (least > most) {
      return 0;
    }
    double probability =
        Math.exp(
            logChoose(special, least)
                + logChoose(all - special, drawn - least)
                - logChoose(all, drawn));
    double sum = probability;
    for (int k = least; k < most; k++) {
      probability *= (special - k) * (double) (drawn - k);
      probability /= (k + 1.0) * (all - special - drawn + k + 1.0);
      sum += probability;
    }
    return sum;
  }

  private static double logChoose(int of, int chosen) {
    return Gamma.logGamma(of + 1.0)
        - Gamma.logGamma(chosen + 1.0)
        - Gamma.logGamma(of - chosen + 1.0);
  }
}
