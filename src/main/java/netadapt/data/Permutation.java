package netadapt.data;

import java.util.Objects;
import netadapt.Seeds;

/**
 * The numbers {@code [0, size)} in a random order that is not kept: each is computed when it is
 * asked for, in a time that does not depend on how many there are.
 *
 * <p>A Feistel network permutes the next larger power of 4; a number that falls outside is permuted
 * again until it falls inside, fewer than 4 times on average.
 *
 * @see <a href="https://web.cs.ucdavis.edu/~rogaway/papers/subset.pdf">Black and Rogaway, Ciphers
 *     with arbitrary finite domains, method 2</a>
 */
final class Permutation {
  /** Four would do for large sizes (Luby and Rackoff); in small ones a half has few bits to mix. */
  private static final int ROUNDS = 6;

  private final int size;
  private final int halfBits;
  private final int halfMask;
  private final long[] keys = new long[ROUNDS];

  /**
   * @param size how many numbers, at least 0
   * @param seed of the order
   */
  Permutation(int size, long seed) {
    this.size = size;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size - 1));
    this.halfBits = (bits + 1) / 2;
    this.halfMask = (1 << halfBits) - 1;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = Seeds.mix(seed, round);
    }
  }

  /**
   * The number at a place of the order.
   *
   * @throws IndexOutOfBoundsException if the place is not in {@code [0, size)}
   */
  int at(int place) {
    long number = Objects.checkIndex(place, size);
    do {
      number = permute(number);
    } while (number >= size);
    return (int) number;
  }

  private long permute(long number) {
    long left = number >>> halfBits;
    long right = number & halfMask;
    for (long key : keys) {
      long mixed = left ^ (spread(key + right) & halfMask);
      left = right;
      right = mixed;
    }
    return left << halfBits | right;
  }

  /** Brings every bit to the upper half, and that down. */
  private static long spread(long bits) {
    long z = bits * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 32)) * 0xff51afd7ed558ccdL;
    return z >>> 32;
  }
}
