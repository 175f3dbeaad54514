package netadapt.data;

import java.io.Serializable;
import netadapt.BrokenRule;

/**
 * How to make a dataset of images.
 *
 * @param source where they are
 * @param height of the prepared images, in pixels
 * @param width of the prepared images, in pixels
 * @param channels 1 for grey, 3 for red, green, blue
 * @param heldOut how many training images are kept apart for scoring
 * @param test how many are kept apart for the final report; ignored if the source has a test set
 * @param seed of the splits and the order
 * @param maxBadShare how many of the files may be unreadable, in {@code [0, 1]}
 * @param partitions tasks and Parquet files; the dataset is the same for any number
 */
public record Preparation(
    ImageSource source,
    int height,
    int width,
    int channels,
    int heldOut,
    int test,
    long seed,
    double maxBadShare,
    int partitions)
    implements Serializable {
  /**
   * @throws BrokenRule if a number is out of range
   */
  public Preparation {
    require(height >= 1, "height", height, "at least 1");
    require(width >= 1, "width", width, "at least 1");
    require(channels == 1 || channels == 3, "channels", channels, "1 (grey) or 3 (colour)");
    require(heldOut >= 0, "held-out", heldOut, "at least 0");
    require(test >= 0, "test", test, "at least 0");
    require(maxBadShare >= 0 && maxBadShare <= 1, "max-bad-share", maxBadShare, "between 0 and 1");
    require(partitions >= 1, "partitions", partitions, "at least 1");
  }

  private static void require(boolean holds, String what, Number value, String rule) {
    if (!holds) {
      throw new BrokenRule(what, value, rule);
    }
  }
}
