package netadapt.data;

import java.io.Serializable;
import netadapt.BrokenRule;

/**
 * How to make a dataset of images.
 *
 * @param source where they are
 * @param form what is kept of each, and the size for the network
 * @param heldOut how many training images are kept apart for scoring
 * @param test how many are kept apart for the final report; ignored if the source has a test set
 * @param seed of the splits and the order
 * @param maxBadShare how many of the files may be unreadable, in {@code [0, 1]}
 * @param partitions Parquet files at least; the dataset is the same for any number
 * @param fileBytes of images that a Parquet file should have at most, at least 1
 */
public record Preparation(
    ImageSource source,
    ImageForm form,
    int heldOut,
    int test,
    long seed,
    double maxBadShare,
    int partitions,
    long fileBytes)
    implements Serializable {
  /** What a file of a table should have: few to open, and many to share among tasks. */
  public static final long USUAL_FILE_BYTES = 256L << 20;

  /**
   * @throws BrokenRule if a number is out of range
   */
  public Preparation {
    require(heldOut >= 0, "held-out", heldOut, "at least 0");
    require(test >= 0, "test", test, "at least 0");
    require(maxBadShare >= 0 && maxBadShare <= 1, "max-bad-share", maxBadShare, "between 0 and 1");
    require(partitions >= 1, "partitions", partitions, "at least 1");
    require(fileBytes >= 1, "file-bytes", fileBytes, "at least 1");
  }

  /** Images of the network's size, in so many files. */
  public Preparation(
      ImageSource source,
      int height,
      int width,
      int channels,
      int heldOut,
      int test,
      long seed,
      double maxBadShare,
      int partitions) {
    this(
        source,
        ImageForm.fitted(height, width, channels),
        heldOut,
        test,
        seed,
        maxBadShare,
        partitions,
        Long.MAX_VALUE);
  }

  /**
   * Parquet files to write.
   *
   * @param bytes of all images
   */
  int files(long bytes) {
    return (int) Math.max(partitions, (bytes - 1) / fileBytes + 1);
  }

  private static void require(boolean holds, String what, Number value, String rule) {
    if (!holds) {
      throw new BrokenRule(what, value, rule);
    }
  }
}
