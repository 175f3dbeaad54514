package netadapt.job;

import netadapt.BadInput;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * All images of a split, which every executor holds where a task trains or scores by itself.
 *
 * @param split of the dataset
 */
record WholeSplit(Dataset dataset, Split split) {
  /** What every executor holds of the images, and the driver takes at a time (1 GiB by default). */
  private static final long MOST_BYTES = 1_000_000_000;

  /**
   * Makes sure that an executor can hold them.
   *
   * @param work that needs it, such as {@code a rank check}
   * @throws BadInput if they are too many
   */
  void check(String work) {
    check(work, split, dataset.count(split), dataset.bytesPerImage());
  }

  /**
   * The same by their number.
   *
   * @param bytesPerImage with its target, if it has one
   * @throws BadInput if they are too many
   */
  static void check(String work, Split split, int images, double bytesPerImage) {
    double bytes = images * bytesPerImage;
    if (bytes > MOST_BYTES) {
      throw new BadInput(
          ("the %,d %s images have %.1f GB but %s gives every executor all of them, and at"
                  + " most %.1f GB: prepare smaller ones with data.height and data.width, or fewer")
              .formatted(images, split.column(), bytes / 1e9, work, MOST_BYTES / 1e9));
    }
  }

  /** Collects them and makes them known to the executors; to be destroyed by the caller. */
  Broadcast<ImageShard> broadcast(JavaSparkContext spark) {
    return spark.broadcast(dataset.collect(split));
  }
}
