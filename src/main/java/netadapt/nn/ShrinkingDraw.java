package netadapt.nn;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws as another draw does, but leaves some sizes at the largest. With a share that rises from 0
 * to 1, networks shrink progressively: first the full one is trained, then ever smaller ones.
 *
 * @param draw says the sizes that do not stay
 * @param share of sizes that are the other draw's, 0 to 1
 * @see <a href="https://arxiv.org/abs/1908.09791">Once-for-All, progressive shrinking</a>
 */
record ShrinkingDraw(SizeDraw draw, double share, SplittableRandom random) implements SizeDraw {

  @Override
  public int[] widths(List<Integer> choices) {
    return someFull(draw.widths(choices), choices);
  }

  @Override
  public int[] kernels(List<Integer> choices) {
    return someFull(draw.kernels(choices), choices);
  }

  private int[] someFull(int[] drawn, List<Integer> choices) {
    for (int i = 0; i < drawn.length; i++) {
      if (random.nextDouble() >= share) {
        drawn[i] = choices.get(choices.size() - 1);
      }
    }
    return drawn;
  }
}
