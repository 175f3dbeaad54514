package netadapt.nn;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws networks of all costs: every image lies somewhere on the path from uniform draws to the
 * full network.
 *
 * <p>An image has a probability with which each of its layers stays at full width; other layers
 * draw any of their widths. The probabilities of a batch are spread evenly over 0 to 1, in random
 * order. So are those of the segments, with which a layer keeps its largest kernel there.
 *
 * <p>Uniform draws of many layers have nearly all about a third of the full network's MACs, whereas
 * a search goes from the full network to half of it. Slimmable networks meet the same want by their
 * sandwich rule, which trains the largest and the smallest network in every pass, beside random
 * ones; here what lies between the largest and random ones is trained, too.
 *
 * @see <a href="https://arxiv.org/abs/1903.05134">Universally Slimmable Networks</a>
 */
final class PathDraw implements SizeDraw {
  private final double[] fullWidth; // per image
  private final double[] fullKernel; // per segment
  private final SplittableRandom random;

  PathDraw(int images, int segments, SplittableRandom random) {
    this.fullWidth = spread(images, random);
    this.fullKernel = spread(segments, random);
    this.random = random;
  }

  @Override
  public int[] widths(List<Integer> choices) {
    return drawn(choices, fullWidth);
  }

  @Override
  public int[] kernels(List<Integer> choices) {
    return drawn(choices, fullKernel);
  }

  /** One number of each of {@code n} equal parts of 0 to 1, in random order. */
  static double[] spread(int n, SplittableRandom random) {
    int[] parts = new int[n];
    for (int i = 0; i < n; i++) {
      parts[i] = i;
    }
    Shuffle.shuffle(parts, random);
    double[] spread = new double[n];
    for (int i = 0; i < n; i++) {
      spread[i] = (parts[i] + random.nextDouble()) / n;
    }
    return spread;
  }

  /**
   * @param choices ascending
   * @param full how likely each draw is the largest for that alone
   */
  private int[] drawn(List<Integer> choices, double[] full) {
    int[] drawn = new int[full.length];
    for (int i = 0; i < drawn.length; i++) {
      boolean stays = random.nextDouble() < full[i];
      drawn[i] = choices.get(stays ? choices.size() - 1 : random.nextInt(choices.size()));
    }
    return drawn;
  }
}
