package netadapt.nn;

import java.util.SplittableRandom;

/** Puts numbers into random order. */
final class Shuffle {
  private Shuffle() {}

  /** Shuffles in place; every order is equally likely. */
  static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
