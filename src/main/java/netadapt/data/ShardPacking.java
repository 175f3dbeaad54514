package netadapt.data;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Packs rows of a dataset's table into shards.
 *
 * @param form in which images are kept
 * @param targets whether they have targets
 * @param from number of the first image of all shards within its split
 * @param ranges which images are whose, from 0
 */
record ShardPacking(ImageForm form, boolean targets, int from, IndexRanges ranges)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Columns that a row has after its index. */
  String[] columns() {
    String columns = "label height width channels image source";
    return (targets ? columns + " target" : columns).split(" ");
  }

  /**
   * Packs a shard.
   *
   * @param rows all of the shard's, in their order
   * @throws IllegalStateException if there are not as many as there must be, or one is damaged
   */
  ImageShard pack(int shard, Iterator<Tuple2<Integer, Row>> rows) {
    int size = ranges.size(shard);
    int imageSize = form.height() * form.width() * form.channels();
    byte[] pixels = new byte[size * imageSize];
    int[] labels = new int[size];
    int targetSize = targets ? form.height() * form.width() : 0;
    float[] values = new float[size * targetSize];
    int next = 0;
    while (rows.hasNext() && next < size) {
      Row row = rows.next()._2();
      System.arraycopy(fitted(row), 0, pixels, next * imageSize, imageSize);
      if (targets) {
        System.arraycopy(target(row), 0, values, next * targetSize, targetSize);
      }
      labels[next++] = row.getInt(1);
    }
    if (next < size || rows.hasNext()) {
      throw new IllegalStateException(
          "image shard %d has not the %d images that dataset.json promises: prepare the dataset again"
              .formatted(shard, size));
    }
    return new ImageShard(
        shard,
        from + ranges.start(shard),
        form.height(),
        form.width(),
        form.channels(),
        pixels,
        labels,
        values,
        targetSize);
  }

  /** Pixels of what the network sees of an image. */
  private byte[] fitted(Row row) {
    try {
      DecodedImage image = form.decode(row.getInt(2), row.getInt(3), row.getInt(4), row.getAs(5));
      return form.fitted(image).pixels();
    } catch (ImageReader.UnreadableImage e) {
      throw damaged(row, e);
    }
  }

  private float[] target(Row row) {
    try {
      return TargetMap.of(form.height(), form.width(), row.<byte[]>getAs(7)).values();
    } catch (IllegalArgumentException e) {
      throw damaged(row, e);
    }
  }

  private static IllegalStateException damaged(Row row, Exception reason) {
    return damaged(row.getInt(0), row.getString(6), reason);
  }

  /** Of an image of the dataset that is not as it was written. */
  static IllegalStateException damaged(int index, String source, Exception reason) {
    return new IllegalStateException(
        "image %d (%s) of the dataset cannot be decoded, %s: prepare the dataset again"
            .formatted(index, source, reason.getMessage()),
        reason);
  }
}
