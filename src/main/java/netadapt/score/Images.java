package netadapt.score;

import netadapt.data.ImageShard;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Images that sub-networks go through.
 *
 * @param shards all of the first copy, then those of the next one. Each group of sub-networks goes
 *     through one copy, and tasks of different copies need not wait for the executor that has a
 *     shard. Shards are of whole batches, but for a copy's last one
 * @param count of all images
 * @param copies at least 1, of as many shards each
 */
public record Images(JavaRDD<ImageShard> shards, int count, int copies) {
  public Images {
    if (copies < 1 || shards.getNumPartitions() % copies != 0) {
      throw new IllegalArgumentException(
          "there are %d copies of together %d shards".formatted(copies, shards.getNumPartitions()));
    }
  }

  /** Images of which the executors keep one copy. */
  public Images(JavaRDD<ImageShard> shards, int count) {
    this(shards, count, 1);
  }

  /**
   * Images of which the executors keep several copies.
   *
   * @param shards of one
   * @param copies how many, at least 1
   */
  public static Images copied(JavaRDD<ImageShard> shards, int count, int copies) {
    return new Images(copies == 1 ? shards : CopiedShards.of(shards, copies), count, copies);
  }

  /** How many shards a copy has. */
  int shardsOfCopy() {
    return shards.getNumPartitions() / copies;
  }

  /** The same images, whose end of use leaves these as they are. */
  public Images view() {
    return new Images(shards.map(shard -> shard), count, copies);
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
