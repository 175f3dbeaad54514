package netadapt.score;

import java.io.Serializable;
import java.util.BitSet;
import netadapt.task.Quality;

/** What a metric says of each of some images, in their order. */
public sealed interface ImageScores extends Serializable permits RightImages, MeasuredImages {
  /** Of no images yet. */
  static ImageScores of(Quality metric) {
    return metric.countsImages() ? new RightImages(new BitSet()) : new MeasuredImages();
  }

  /**
   * Says what an image is worth.
   *
   * @param image from 0
   */
  void set(int image, double worth);

  /**
   * Adds those of further images.
   *
   * @param others of the same metric; their image 0 becomes the given one
   */
  void add(int image, ImageScores others);

  /** What the first so many images are worth together. */
  double sum(int images);

  /**
   * The sum of the squared differences from others on the first so many images.
   *
   * @param others of the same metric
   */
  double squaredDistance(ImageScores others, int images);

  /** The variance of the mean over the first so many images, at least 1. */
  double varianceOfMean(int images);

  /** The same, which stays as it is when this is changed. */
  ImageScores copy();
}
