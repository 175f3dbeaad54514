package netadapt.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import netadapt.data.ImageShard;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
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

  private final transient List<Task<T>> tasks;

  /**
   * What a partition holds.
   *
   * @param copy of the images
   * @param shard of that copy
   * @param executor where it should be computed, as Spark writes it; empty for anywhere
   */
  record Task<T extends Serializable>(T what, int copy, int shard, String executor)
      implements Serializable {}

  /** A task with its place among the others. */
  private record Placed<T extends Serializable>(int index, Task<T> task, Partition shard)
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

  /** Which shards of a copy the tasks need. */
  private static final class OfCopy extends NarrowDependency<ImageShard> {
    private static final long serialVersionUID = 1;

    private final int copy;
    private final int[] copies;
    private final int[] shards;

    /** The arrays are those of all copies, and so are sent to executors once. */
    OfCopy(int copy, RDD<ImageShard> images, int[] copies, int[] shards) {
      super(images);
      this.copy = copy;
      this.copies = copies;
      this.shards = shards;
    }

    @Override
    public Seq<Object> getParents(int partition) {
      return seq(copies[partition] == copy ? List.of((Object) shards[partition]) : List.of());
    }
  }

  private PlacedTasks(SparkContext spark, Images images, List<Task<T>> tasks) {
    super(spark, dependencies(images, tasks), tag());
    this.tasks = List.copyOf(tasks);
  }

  /**
   * @param tasks whose copies and shards the images have
   */
  static <T extends Serializable> JavaRDD<Tuple2<T, ImageShard>> of(
      SparkContext spark, Images images, List<Task<T>> tasks) {
    return JavaRDD.fromRDD(new PlacedTasks<>(spark, images, tasks), tag());
  }

  private static Seq<Dependency<?>> dependencies(Images images, List<? extends Task<?>> tasks) {
    int[] copies = tasks.stream().mapToInt(Task::copy).toArray();
    int[] shards = tasks.stream().mapToInt(Task::shard).toArray();
    List<Dependency<?>> all = new ArrayList<>();
    for (int copy = 0; copy < images.copies().size(); copy++) {
      all.add(new OfCopy(copy, images.copies().get(copy).rdd(), copies, shards));
    }
    return seq(all);
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] all = new Partition[tasks.size()];
    for (int i = 0; i < all.length; i++) {
      Task<T> task = tasks.get(i);
      all[i] = new Placed<>(i, task, images(task).partitions()[task.shard()]);
    }
    return all;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition partition) {
    String executor = placed(partition).task().executor();
    return seq(executor.isEmpty() ? List.of() : List.of(executor));
  }

  @Override
  public Iterator<Tuple2<T, ImageShard>> compute(Partition partition, TaskContext context) {
    Placed<T> placed = placed(partition);
    List<Tuple2<T, ImageShard>> pairs = new ArrayList<>();
    JavaConverters.asJavaIterator(images(placed.task()).iterator(placed.shard(), context))
        .forEachRemaining(shard -> pairs.add(new Tuple2<>(placed.task().what(), shard)));
    return JavaConverters.asScalaIterator(pairs.iterator());
  }

  @SuppressWarnings("unchecked") // made by getPartitions
  private Placed<T> placed(Partition partition) {
    return (Placed<T>) partition;
  }

  @SuppressWarnings("unchecked") // made by the constructor
  private RDD<ImageShard> images(Task<T> task) {
    return (RDD<ImageShard>) dependencies().apply(task.copy()).rdd();
  }

  private static <T> Seq<T> seq(List<? extends T> list) {
    return JavaConverters.<T>asScalaBuffer(new ArrayList<>(list)).toSeq();
  }

  private static <T> ClassTag<T> tag() {
    return ClassTag$.MODULE$.apply(Tuple2.class);
  }
}
