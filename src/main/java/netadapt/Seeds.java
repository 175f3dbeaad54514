package netadapt;

import java.util.SplittableRandom;

/**
 * Derives independent seeds from a seed and what it is for, so that everything random depends on
 * nothing else: not on a task's attempt, a partition or a clock.
 */
public final class Seeds {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private Seeds() {}

  /**
   * @param seed of the run
   * @param purposes what the new seed is for, such as {@code "order", worker, epoch}; each counts
   *     by its {@code hashCode}
   */
  public static long mix(long seed, Object... purposes) {
    long mixed = finish(seed + GOLDEN_GAMMA);
    for (Object purpose : purposes) {
      mixed = finish(mixed * 31 + purpose.hashCode() + GOLDEN_GAMMA);
    }
    return mixed;
  }

  /** A generator with such a seed. */
  public static SplittableRandom random(long seed, Object... purposes) {
    return new SplittableRandom(mix(seed, purposes));
  }

  /** The finisher of MurmurHash3, a bijection that spreads every bit over all. */
  private static long finish(long bits) {
    long z = bits;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
