package netadapt.train;

import java.io.Serializable;

/** A trained network whose answers another one learns. Several threads may ask it at once. */
public interface Teacher extends AutoCloseable {
  /**
   * What it makes of images.
   *
   * @param images {@code [n, h, w, c]}, of the size of the network that learns and normalised for
   *     it
   * @param count how many, {@code n}
   * @return {@code [n][classes]}, logits of the classes that are learned, in their order
   */
  float[][] logits(float[] images, int count);

  @Override
  void close();

  /** Loads a teacher where it is to be asked. */
  interface Loader extends Serializable {
    /**
     * Loads it.
     *
     * @param model content of the teacher's file
     * @param threads that work on one call, at least 1
     */
    Teacher load(byte[] model, int threads);
  }
}
