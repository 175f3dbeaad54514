package netadapt.search;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random numbers that depend on nothing but what they are for. */
final class Draws {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private Draws() {}

  /** The generator of one draw of one sample. */
  static SplittableRandom random(long seed, int iteration, int sample, int redraw) {
    long hash = mix(seed + GOLDEN_GAMMA);
    hash = mix((hash ^ iteration) + GOLDEN_GAMMA);
    hash = mix((hash ^ sample) + GOLDEN_GAMMA);
    hash = mix((hash ^ redraw) + GOLDEN_GAMMA);
    return new SplittableRandom(hash);
  }

  /** Up to {@code count} different members of a list, in random order. */
  static <T> List<T> distinct(List<T> from, int count, SplittableRandom random) {
    List<T> left = new ArrayList<>(from);
    List<T> drawn = new ArrayList<>();
    while (drawn.size() < count && !left.isEmpty()) {
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    return drawn;
  }

  /** MurmurHash3's 64-bit finaliser: every input bit changes every output bit. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
