package netadapt.nn;

import java.util.List;

/** Draws the sizes of one minibatch's sub-networks, layer by layer. */
sealed interface SizeDraw permits UniformDraw, PathDraw, ScaledDraw, ShrinkingDraw {
  /**
   * Draws a layer's width for every image.
   *
   * @param choices the layer's widths, ascending
   * @return {@code [images]}
   */
  int[] widths(List<Integer> choices);

  /**
   * Draws a layer's kernel for every segment of the batch.
   *
   * @param choices the layer's kernels, ascending
   * @return {@code [segments]}
   */
  int[] kernels(List<Integer> choices);
}
