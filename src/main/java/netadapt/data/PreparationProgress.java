package netadapt.data;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** How far the preparation of a dataset is, as far as its tasks have ended; for any thread. */
public final class PreparationProgress {
  /** Of the time that it takes: more for photographs, less for few images. */
  private static final double READING = 0.5;

  private final LongAccumulator read;
  private final LongAccumulator written;
  private volatile long images;

  /** Of one that is about to begin. */
  public PreparationProgress(SparkSession spark) {
    this.read = spark.sparkContext().longAccumulator("images read");
    this.written = spark.sparkContext().longAccumulator("images written");
  }

  /** What is done, in [0, 1]. */
  public double fraction() {
    return images == 0 ? 0 : (READING * counted(read) + (1 - READING) * counted(written)) / images;
  }

  /** What is being done, such as {@code 4,000 of 10,000 images read}. */
  public String text() {
    if (images == 0) {
      return "looking for images";
    }
    boolean reading = counted(read) < images;
    return "%,d of %,d images %s"
        .formatted(counted(reading ? read : written), images, reading ? "read" : "written");
  }

  /** The images are listed. */
  void found(long count) {
    images = count;
  }

  /** Counts images that a task has read. */
  LongAccumulator read() {
    return read;
  }

  /** Counts images that a task has written. */
  LongAccumulator written() {
    return written;
  }

  /** A task that is tried again counts its images again. */
  private long counted(LongAccumulator count) {
    return Math.min(count.value(), images);
  }
}
