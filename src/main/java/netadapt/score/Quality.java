package netadapt.score;

import java.io.Serializable;

/** What a network's outputs are worth: a score is the mean over images, and higher is better. */
public interface Quality extends Serializable {
  /** As it is called in configurations and tables. */
  String name();

  /**
   * The worth of one image's outputs.
   *
   * @param outputs of the network, none of which is not a number
   * @param label the image's class
   */
  double of(float[] outputs, int label);
}
