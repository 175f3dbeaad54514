package netadapt.nn;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * How sub-networks are drawn for the images of a super-network's minibatch.
 *
 * @param rule how sizes are drawn
 * @param imagesPerDraw consecutive images that share a sub-network, at least 1; if more, such a
 *     group has batch statistics of its own
 * @param kernelSegments contiguous parts of the batch that draw their own kernels, at least 1;
 *     groups that share a sub-network all draw their own
 * @param shrinking share of a training over which what is drawn shrinks, from the full network
 *     alone to what the rule says; in {@code [0, 1]}
 */
public record Draws(Rule rule, int imagesPerDraw, int kernelSegments, double shrinking)
    implements Serializable {

  /** How sizes are drawn. */
  public enum Rule {
    /** Every size of a layer almost equally often, as in the paper. */
    UNIFORM,
    /** Networks of all costs up to the full one: each keeps a share of its layers full. */
    PATH,
    /** Networks of all costs up to the full one: each is near a uniformly scaled one. */
    SCALED
  }

  /** The paper's: every image has a sub-network of its own, and all sizes are drawn as often. */
  public static Draws uniform(int kernelSegments) {
    return new Draws(Rule.UNIFORM, 1, kernelSegments, 0);
  }

  /** How many sub-networks are drawn for a minibatch. */
  int count(int images) {
    return (images + imagesPerDraw - 1) / imagesPerDraw;
  }

  /** Contiguous parts of a minibatch's sub-networks that draw their own kernels. */
  int segments(int images) {
    return imagesPerDraw == 1 ? kernelSegments : count(images);
  }

  /**
   * Draws for one minibatch, which takes all its chance from the generator.
   *
   * @param done share of the training that is over, in {@code [0, 1]}
   */
  SizeDraw of(int images, double done, SplittableRandom random) {
    SizeDraw draw =
        switch (rule) {
          case UNIFORM -> new UniformDraw(count(images), segments(images), random);
          case PATH -> new PathDraw(count(images), segments(images), random);
          case SCALED -> new ScaledDraw(count(images), segments(images), random);
        };
    return done < shrinking ? new ShrinkingDraw(draw, done / shrinking, random) : draw;
  }
}
