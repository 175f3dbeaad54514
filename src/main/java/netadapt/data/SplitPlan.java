package netadapt.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Decides which split each image belongs to and in which order they are stored.
 *
 * <p>One seeded shuffle of all images decides both: of each class, the first ones in that order are
 * the test images, the next ones are held out, the rest trains. The order is that of the shuffle,
 * the training images first, then the held-out ones, then the test images.
 */
final class SplitPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By ordinal; null for an image that is left out. */
  private final Split[] splits;

  private final int[] indices;

  private SplitPlan(Split[] splits, int[] indices) {
    this.splits = splits;
    this.indices = indices;
  }

  /**
   * @param unreadable ordinals that are left out
   * @throws BadInput if no image would be left to train with
   */
  static SplitPlan of(Listing listing, BitSet unreadable, Preparation preparation) {
    List<SourceItem> items = listing.items();
    int[] order = shuffled(items.size(), preparation.seed());
    int[] available = new int[listing.classes().size()];
    for (SourceItem item : items) {
      if (!item.test() && !unreadable.get(item.ordinal())) {
        available[item.label()]++;
      }
    }
    int wantedTest = listing.ownTest() ? 0 : preparation.test();
    String where = preparation.source().description();
    SplitCounts.left(IntStream.of(available).sum(), preparation.heldOut(), wantedTest, where);
    int[] test = stratify(wantedTest, available);
    int[] heldOut = stratify(preparation.heldOut(), minus(available, test));

    Split[] splits = new Split[items.size()];
    for (int ordinal : order) {
      SourceItem item = items.get(ordinal);
      if (!unreadable.get(ordinal)) {
        splits[ordinal] = item.test() ? Split.TEST : draw(item.label(), test, heldOut);
      }
    }
    return number(order, splits);
  }

  /** Takes from what the class still owes the test images, then the held-out ones. */
  private static Split draw(int label, int[] test, int[] heldOut) {
    if (test[label] > 0) {
      test[label]--;
      return Split.TEST;
    }
    if (heldOut[label] > 0) {
      heldOut[label]--;
      return Split.HELD_OUT;
    }
    return Split.TRAIN;
  }

  private static SplitPlan number(int[] order, Split[] splits) {
    int[] indices = new int[splits.length];
    int next = 0;
    for (Split split : Split.values()) {
      for (int ordinal : order) {
        if (splits[ordinal] == split) {
          indices[ordinal] = next++;
        }
      }
    }
    return new SplitPlan(splits, indices);
  }

  /**
   * Shares a number among the classes in proportion to their sizes, by largest remainder; of equal
   * remainders the lower class gets it.
   *
   * @param number at most the sum of the sizes
   * @param sizes {@code [classes]}
   * @return {@code [classes]}, summing to the number, none above its size
   */
  static int[] stratify(int number, int[] sizes) {
    long total = Math.max(1, IntStream.of(sizes).asLongStream().sum());
    int[] shares = IntStream.of(sizes).map(size -> (int) ((long) number * size / total)).toArray();
    int missing = number - IntStream.of(shares).sum();
    IntStream.range(0, sizes.length)
        .boxed()
        .sorted(
            (a, b) ->
                Long.compare(number * (long) sizes[b] % total, number * (long) sizes[a] % total))
        .limit(missing)
        .forEach(label -> shares[label]++);
    return shares;
  }

  private static int[] minus(int[] a, int[] b) {
    return IntStream.range(0, a.length).map(i -> a[i] - b[i]).toArray();
  }

  /** The numbers below n in random order (Fisher and Yates). */
  private static int[] shuffled(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  boolean skipped(int ordinal) {
    return splits[ordinal] == null;
  }

  Split split(int ordinal) {
    return splits[ordinal];
  }

  /** Position in the stored order, from 0. */
  int index(int ordinal) {
    return indices[ordinal];
  }

  int count(Split split) {
    return (int) Arrays.stream(splits).filter(split::equals).count();
  }

  int total() {
    return (int) Arrays.stream(splits).filter(Objects::nonNull).count();
  }
}
