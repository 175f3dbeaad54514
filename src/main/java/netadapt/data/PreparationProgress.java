package netadapt.data;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** How far the preparation of a dataset is, as far as its tasks have ended; for any thread. */
public final class PreparationProgress {
  /** Of the time that it takes: more for photographs, less for few images. */
  private static final double READING = 0.5;

  private final LongAccumulator read;
  private final LongAccumulator kept;
  private final LongAccumulator written;
  private volatile long images;

  /** Of them; all, until they are read. */
  private volatile long readable;

  /** Of one that is about to begin. */
  public PreparationProgress(SparkSession spark) {
    this.read = spark.sparkContext().longAccumulator("images read");
    this.kept = spark.sparkContext().longAccumulator("images kept of a killed preparation");
    this.written = spark.sparkContext().longAccumulator("images written");
  }

  /** What is done, in [0, 1]. */
  public double fraction() {
    if (images == 0) {
      return 0;
    }
    return READING * known() / images
        + (readable == 0 ? 0 : (1 - READING) * counted(written, readable) / readable);
  }

  /** What is being done, such as {@code 4,000 of 10,000 images read}. */
  public String text() {
    if (images == 0) {
      return "looking for images";
    }
    return known() < images
        ? "%,d of %,d images read".formatted(known(), images)
        : "%,d of %,d images written".formatted(counted(written, readable), readable);
  }

  /** The images are listed. */
  void found(long count) {
    readable = count;
    images = count;
  }

  /** So many of the images cannot be read, so that they are not written either. */
  void unreadable(long count) {
    readable = images - count;
  }

  /** Counts images that a task has read. */
  LongAccumulator read() {
    return read;
  }

  /** Counts images that need not be read, since a preparation that was killed has read them. */
  LongAccumulator kept() {
    return kept;
  }

  /** Counts images that a task has written. */
  LongAccumulator written() {
    return written;
  }

  /**
   * Images whose partition is lost and computed again are counted again; not those of a failure.
   */
  private static long counted(LongAccumulator count, long most) {
    return Math.min(count.value(), most);
  }

  private long known() {
    return Math.min(read.value() + kept.value(), images);
  }
}
