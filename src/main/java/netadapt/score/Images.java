package netadapt.score;

import netadapt.data.ImageShard;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Images that sub-networks go through.
 *
 * @param shards whole batches in every shard but the last
 * @param count of all images
 */
public record Images(JavaRDD<ImageShard> shards, int count) {
  /** Has the executors keep them once they have read them. */
  void keep() {
    shards.persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Frees the executors of them. */
  void free() {
    shards.unpersist();
  }
}
