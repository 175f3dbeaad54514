package netadapt.nn;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * How a sub-network is drawn for every image of a super-network's minibatch.
 *
 * @param rule how sizes are drawn
 * @param kernelSegments contiguous parts of the batch that draw their own kernels, at least 1
 */
public record Draws(Rule rule, int kernelSegments) implements Serializable {

  /** How sizes are drawn. */
  public enum Rule {
    /** Every size of a layer almost equally often, as in the paper. */
    UNIFORM,
    /** Networks of all costs up to the full one: each keeps a share of its layers full. */
    PATH
  }

  /** Draws for one minibatch, which takes all its chance from the generator. */
  SizeDraw of(int images, SplittableRandom random) {
    return switch (rule) {
      case UNIFORM -> new UniformDraw(images, kernelSegments, random);
      case PATH -> new PathDraw(images, kernelSegments, random);
    };
  }
}
