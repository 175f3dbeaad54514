package netadapt.score;

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
 * The number of a group and an image shard, one such pair in every partition, each of which Spark
 * computes where it is told to, if there is room.
 */
final class PlacedTasks extends RDD<Tuple2<Integer, ImageShard>> {
  private static final long serialVersionUID = 1;

  private final transient List<Task> tasks;

  /**
   * What a partition holds.
   *
   * @param group its number
   * @param shard its number
   * @param executor where it should be computed, as Spark writes it; empty for anywhere
   */
  record Task(int group, int shard, String executor) {}

  /** What is sent to the executor of a task. */
  private record Placed(int index, int group, Partition shard) implements Partition {}

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

  private PlacedTasks(JavaRDD<ImageShard> shards, List<Task> tasks, Dependency<?> dependency) {
    super(shards.context(), seq(List.of(dependency)), tag());
    this.tasks = List.copyOf(tasks);
  }

  /**
   * @param tasks of which each has one of the shards
   */
  static JavaRDD<Tuple2<Integer, ImageShard>> of(JavaRDD<ImageShard> shards, List<Task> tasks) {
    int[] ofTasks = tasks.stream().mapToInt(Task::shard).toArray();
    return JavaRDD.fromRDD(
        new PlacedTasks(shards, tasks, new OfTask(shards.rdd(), ofTasks)), tag());
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] shards = shards().partitions();
    Partition[] all = new Partition[tasks.size()];
    for (int i = 0; i < all.length; i++) {
      Task task = tasks.get(i);
      all[i] = new Placed(i, task.group(), shards[task.shard()]);
    }
    return all;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition partition) {
    String executor = tasks.get(partition.index()).executor();
    return seq(executor.isEmpty() ? List.of() : List.of(executor));
  }

  @Override
  public Iterator<Tuple2<Integer, ImageShard>> compute(Partition partition, TaskContext context) {
    Placed placed = (Placed) partition;
    List<Tuple2<Integer, ImageShard>> pairs = new ArrayList<>();
    JavaConverters.asJavaIterator(shards().iterator(placed.shard(), context))
        .forEachRemaining(shard -> pairs.add(new Tuple2<>(placed.group(), shard)));
    return JavaConverters.asScalaIterator(pairs.iterator());
  }

  private RDD<ImageShard> shards() {
    return firstParent(ClassTag$.MODULE$.apply(ImageShard.class));
  }

  private static <T> Seq<T> seq(List<? extends T> list) {
    return JavaConverters.<T>asScalaBuffer(new ArrayList<>(list)).toSeq();
  }

  private static ClassTag<Tuple2<Integer, ImageShard>> tag() {
    return ClassTag$.MODULE$.apply(Tuple2.class);
  }
}
