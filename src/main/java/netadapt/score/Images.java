package netadapt.score;

import java.util.ArrayList;
import java.util.List;
import netadapt.data.ImageShard;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Images that sub-networks go through.
 *
 * @param copies at least one, all with the same shards: whole batches in every shard but the last.
 *     Each group of sub-networks goes through one of them, and tasks of different copies need not
 *     wait for the executor that has a shard
 * @param count of all images
 */
public record Images(List<JavaRDD<ImageShard>> copies, int count) {
  public Images {
    copies = List.copyOf(copies);
  }

  /** Images of which the executors keep one copy. */
  public Images(JavaRDD<ImageShard> shards, int count) {
    this(List.of(shards), count);
  }

  /**
   * Images of which the executors keep several copies.
   *
   * @param copies how many, at least 1
   */
  public static Images copied(JavaRDD<ImageShard> shards, int count, int copies) {
    if (copies == 1) {
      return new Images(shards, count);
    }
    List<JavaRDD<ImageShard>> all = new ArrayList<>();
    for (int copy = 0; copy < copies; copy++) {
      all.add(shards.map(shard -> shard)); // of what is not kept itself
    }
    return new Images(all, count);
  }

  /** One of the copies. */
  public JavaRDD<ImageShard> shards() {
    return copies.get(0);
  }

  /** The same images, whose end of use leaves these as they are. */
  public Images view() {
    return new Images(copies.stream().map(shards -> shards.map(shard -> shard)).toList(), count);
  }

  /** Has the executors keep them once they have read them. */
  public void keep() {
    copies.forEach(shards -> shards.persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** Frees the executors of them. */
  public void free() {
    copies.forEach(JavaRDD::unpersist);
  }
}
