package netadapt.train;

import java.io.Serializable;

/**
 * What keeps a network from learning its training images by heart.
 *
 * @param l2 weight of half the sum of squared weights in the loss, at least 0
 * @param dropout share of the classifier's inputs dropped, in {@code [0, 1)}
 * @param labelSmoothing share of the target spread over all classes, in {@code [0, 1)}
 */
public record Regularization(double l2, double dropout, double labelSmoothing)
    implements Serializable {
  /** Nothing of the kind. */
  public static final Regularization NONE = new Regularization(0, 0, 0);
}
