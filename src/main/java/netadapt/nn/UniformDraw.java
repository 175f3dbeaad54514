package netadapt.nn;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws every width almost equally often: the list of widths, repeated to the number of images,
 * shuffled, independently per layer. Kernels are drawn independently per segment.
 *
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 2.3</a>
 */
record UniformDraw(int images, int segments, SplittableRandom random) implements SizeDraw {

  /** The choices, each {@code floor(images / choices)} or one more times, in random order. */
  @Override
  public int[] widths(List<Integer> choices) {
    int[] order = choices.stream().mapToInt(Integer::intValue).toArray();
    Shuffle.shuffle(order, random); // so that which choices come once more is random too
    int[] drawn = new int[images];
    for (int image = 0; image < images; image++) {
      drawn[image] = order[image % order.length];
    }
    Shuffle.shuffle(drawn, random);
    return drawn;
  }

  @Override
  public int[] kernels(List<Integer> choices) {
    int[] drawn = new int[segments];
    for (int segment = 0; segment < segments; segment++) {
      drawn[segment] = choices.get(random.nextInt(choices.size()));
    }
    return drawn;
  }
}
