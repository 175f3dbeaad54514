package netadapt.score;

import netadapt.data.ImageShard;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Images that sub-networks go through.
 *
 * @param shards whole batches in every one but the last, once for each copy: all of the first copy,
 *     then those of the next one. Each group of sub-networks goes through one copy, and tasks of
 *     different copies need not wait for the executor that has a shard
 * @param copies at least 1
 * @param count of all images
 */
public record Images(JavaRDD<ImageShard> shards, int copies, int count) {
  /** Images of which the executors keep one copy. */
  public Images(JavaRDD<ImageShard> shards, int count) {
    this(shards, 1, count);
  }

  /**
   * Images of which the executors keep several copies.
   *
   * @param shards of one
   * @param copies how many, at least 1
   */
  public static Images copied(JavaRDD<ImageShard> shards, int count, int copies) {
    return new Images(
        copies == 1 ? shards : CopiedShards.of(shards, copies).toJavaRDD(), copies, count);
  }

  /** How many shards a copy has. */
  int shardsOfCopy() {
    return shards.getNumPartitions() / copies;
  }

  /** The same images, whose end of use leaves these as they are. */
  public Images view() {
    return new Images(shards.map(shard -> shard), copies, count);
  }

  /** Has the executors keep them once they have read them. */
  public void keep() {
    shards.persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Frees the executors of them. */
  public void free() {
    shards.unpersist();
  }
}
