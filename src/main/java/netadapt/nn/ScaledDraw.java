package netadapt.nn;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws networks near uniformly scaled ones: every image has a share of its own, and each of its
 * layers a width somewhere around that share of its filters.
 *
 * <p>The shares of a batch are spread evenly over {@link #LEAST} to 1, in random order; a layer
 * lies up to {@link #AROUND} of its filters above or below, evenly. So the networks are of all
 * costs up to the full one, and none has layers of a few filters, or none, beside full ones, as
 * nearly all of a {@link PathDraw} have. Networks without some layers are hardly trained. Kernels
 * are drawn as there.
 *
 * <p>Slimmable networks draw one share for all layers.
 *
 * @see <a href="https://arxiv.org/abs/1812.08928">Slimmable Neural Networks</a>
 */
final class ScaledDraw implements SizeDraw {
  /** The least share: a sixteenth of the multiply-accumulates of most layers. */
  private static final double LEAST = 0.25;

  /** How far from its network's share a layer may lie. */
  private static final double AROUND = 0.25;

  private final double[] shares; // per image
  private final PathDraw kernels;
  private final SplittableRandom random;

  ScaledDraw(int images, int segments, SplittableRandom random) {
    this.shares = PathDraw.spread(images, random);
    for (int image = 0; image < images; image++) {
      shares[image] = LEAST + (1 - LEAST) * shares[image];
    }
    this.kernels = new PathDraw(/* images= */ 0, segments, random);
    this.random = random;
  }

  @Override
  public int[] widths(List<Integer> choices) {
    int[] drawn = new int[shares.length];
    int full = choices.get(choices.size() - 1);
    for (int image = 0; image < drawn.length; image++) {
      double share = shares[image] + AROUND * (2 * random.nextDouble() - 1);
      drawn[image] = nearest(choices, share * full);
    }
    return drawn;
  }

  /** Choices are few, and ascend. */
  private static int nearest(List<Integer> choices, double filters) {
    int nearest = choices.get(0);
    for (int choice : choices) {
      if (Math.abs(choice - filters) <= Math.abs(nearest - filters)) {
        nearest = choice;
      }
    }
    return nearest;
  }

  @Override
  public int[] kernels(List<Integer> choices) {
    return kernels.kernels(choices);
  }
}
