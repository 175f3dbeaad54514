package netadapt.nn;

/** Derives independent seeds from a seed and what it is for. */
public final class Seeds {
  private Seeds() {}

  /**
   * @param seed of the run
   * @param purposes what the new seed is for; each counts by its {@code hashCode}
   */
  public static long mix(long seed, Object... purposes) {
    long mixed = finish(seed + 0x9e3779b97f4a7c15L);
    for (Object purpose : purposes) {
      mixed = finish(mixed * 31 + purpose.hashCode() + 0x9e3779b97f4a7c15L);
    }
    return mixed;
  }

  /** The finisher of MurmurHash3, a bijection that spreads every bit over all. */
  private static long finish(long bits) {
    long z = bits;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}
