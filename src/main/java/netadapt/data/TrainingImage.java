package netadapt.data;

import java.util.SplittableRandom;

/** A training image that is in memory; several threads may use different ones. */
public interface TrainingImage {
  /** Its class. */
  int label();

  /** Its number among all training images, from 0. */
  int index();

  /**
   * Writes it as the network reads it, changed at random and normalised.
   *
   * @param normalization as many channels as the image
   * @param random the image's own, so that nothing else decides how it is changed
   * @param target receives {@code [h, w, c]} float32
   * @param offset of the image's first value in {@code target}
   * @throws IndexOutOfBoundsException if the target has no room
   */
  void write(
      Augmentation augmentation,
      Normalization normalization,
      SplittableRandom random,
      float[] target,
      int offset);

  /**
   * The same with the image's target, which is moved as the image is.
   *
   * @param pixels receives {@code [h, w, c]} float32
   * @param offset of the image's first value in {@code pixels}
   * @param targets receives {@code [h, w]} float32: what the network is to say, 0 where nothing is
   *     known
   * @param targetOffset of the target's first value in {@code targets}
   * @throws netadapt.BrokenRule if the augmentation is none for images with targets
   * @throws IndexOutOfBoundsException if there is no room
   */
  void write(
      Augmentation augmentation,
      Normalization normalization,
      SplittableRandom random,
      float[] pixels,
      int offset,
      float[] targets,
      int targetOffset);
}
