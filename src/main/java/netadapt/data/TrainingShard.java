package netadapt.data;

import java.io.Serializable;

/** A worker's training images, which every epoch has in another order. */
public interface TrainingShard extends Serializable {
  /** How many images there are, 0 or more. */
  int size();

  /** Of an image as the network reads it, in pixels. */
  int height();

  /** Of an image as the network reads it, in pixels. */
  int width();

  /** Of an image as the network reads it: 1 or 3. */
  int channels();

  /** Values of an image as the network reads it: height × width × channels. */
  default int imageSize() {
    return height() * width() * channels();
  }

  /** Values of an image's target, height × width; 0 if images have classes alone. */
  default int targetSize() {
    return 0;
  }

  /**
   * The images in the order of an epoch.
   *
   * @param seed decides on the order, and on nothing else
   */
  EpochImages epoch(long seed);
}
