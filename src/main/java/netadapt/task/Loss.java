package netadapt.task;

/**
 * What the training of a network makes small that tells something of every pixel.
 *
 * <p>It is saved with the network by its class's name, so a class of its own has a public
 * constructor without parameters.
 */
public interface Loss {
  /**
   * The losses of some images, and where they fall.
   *
   * @param outputs of the network, image after image, as many values for each; become the gradient
   *     of the sum
   * @param targets what they should be, likewise
   * @param images how many, at least 1
   * @return the sum of the images' losses
   */
  double of(double[] outputs, double[] targets, int images);
}
