package netadapt.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import netadapt.data.ImageShard;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Pairs of something and an image shard, one in every partition, each of which Spark computes where
 * it is told to, if there is room.
 *
 * @param <T> what goes through the shards
 */
final class PlacedTasks<T extends Serializable> extends RDD<Tuple2<T, ImageShard>> {
  private static final long serialVersionUID = 1;

  private final transient JavaRDD<ImageShard> shards;
  private final transient List<Task<T>> tasks;

  /**
   * What a partition holds.
   *
   * @param shard its number
   * @param executor where it should be computed, as Spark writes it; empty for anywhere
   */
  record Task<T>(T what, int shard, String executor) {}

  /** What is sent to the executor of a task. */
  private record Placed<T extends Serializable>(int index, T what, Partition shard)
      implements Partition {
    @Override
    public boolean equals(Object other) { // as Spark's own: the place alone counts
      return other instanceof Placed<?> placed && placed.index == index;
    }

    @Override
    public int hashCode() {
      return index;
    }
  }

  /** Which shard a task needs: only the driver asks. */
  private static final class OfTask extends NarrowDependency<ImageShard> {
    private static final long serialVersionUID = 1;

    private final transient int[] shards;

    OfTask(RDD<ImageShard> images, int[] shards) {
      super(images);
      this.shards = shards;
    }

    @Override
    public Seq<Object> getParents(int partition) {
      return seq(List.of((Object) shards[partition]));
    }
  }

  private PlacedTasks(JavaRDD<ImageShard> shards, List<Task<T>> tasks) {
    super(shards.context(), dependencies(shards, tasks), tag());
    this.shards = shards;
    this.tasks = List.copyOf(tasks);
  }

  /**
   * @param tasks of which each has one of the shards
   */
  static <T extends Serializable> JavaRDD<Tuple2<T, ImageShard>> of(
      JavaRDD<ImageShard> shards, List<Task<T>> tasks) {
    return JavaRDD.fromRDD(new PlacedTasks<>(shards, tasks), tag());
  }

  private static Seq<Dependency<?>> dependencies(
      JavaRDD<ImageShard> shards, List<? extends Task<?>> tasks) {
    int[] ofTasks = tasks.stream().mapToInt(Task::shard).toArray();
    return seq(List.of(new OfTask(shards.rdd(), ofTasks)));
  }

  @Override
  public Partition[] getPartitions() {
    List<Partition> ofShards = shards.partitions();
    Partition[] all = new Partition[tasks.size()];
    for (int i = 0; i < all.length; i++) {
      Task<T> task = tasks.get(i);
      all[i] = new Placed<>(i, task.what(), ofShards.get(task.shard()));
    }
    return all;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition partition) {
    String executor = tasks.get(partition.index()).executor();
    return seq(executor.isEmpty() ? List.of() : List.of(executor));
  }

  @Override
  public Iterator<Tuple2<T, ImageShard>> compute(Partition partition, TaskContext context) {
    @SuppressWarnings("unchecked") // made by getPartitions
    Placed<T> placed = (Placed<T>) partition;
    RDD<ImageShard> images = firstParent(ClassTag$.MODULE$.apply(ImageShard.class));
    List<Tuple2<T, ImageShard>> pairs = new ArrayList<>();
    JavaConverters.asJavaIterator(images.iterator(placed.shard(), context))
        .forEachRemaining(shard -> pairs.add(new Tuple2<>(placed.what(), shard)));
    return JavaConverters.asScalaIterator(pairs.iterator());
  }

  private static <T> Seq<T> seq(List<? extends T> list) {
    return JavaConverters.<T>asScalaBuffer(new ArrayList<>(list)).toSeq();
  }

  private static <T> ClassTag<T> tag() {
    return ClassTag$.MODULE$.apply(Tuple2.class);
  }
}
