package netadapt.task;

import java.io.Serializable;

/** What a network's outputs are worth: a score is the mean over images, and higher is better. */
public interface Quality extends Serializable {
  /** As it is called in configurations and tables. */
  String name();

  /**
   * The worth of one image's outputs.
   *
   * @param outputs of the network, none of which is not a number
   * @param truth what is known of the image
   */
  double of(float[] outputs, Truth truth);

  /**
   * Whether every image is worth 0 or 1, so that it can be said how many images are right, and
   * sub-networks can race.
   */
  default boolean countsImages() {
    return false;
  }

  /** How people read scores. */
  ScoreUnit unit();
}
