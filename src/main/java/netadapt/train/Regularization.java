package netadapt.train;

import java.io.Serializable;

/**
 * What keeps a network from learning its training images by heart.
 *
 * @param l2 weight of half the sum of squared weights in the loss, at least 0
 * @param dropout share of the classifier's inputs dropped, in {@code [0, 1)}
 * @param labelSmoothing share of the target spread over all classes, in {@code [0, 1)}
 * @param survival share of the images whose branch of the last residual block is computed in a
 *     step, in {@code (0, 1]}; that of the blocks before falls to it linearly from 1
 */
public record Regularization(double l2, double dropout, double labelSmoothing, double survival)
    implements Serializable {
  /** Nothing of the kind. */
  public static final Regularization NONE = new Regularization(0, 0, 0);

  /** Without stochastic depth. */
  public Regularization(double l2, double dropout, double labelSmoothing) {
    this(l2, dropout, labelSmoothing, 1);
  }
}
