package netadapt.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netadapt.LiveExecutor;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.RDDBlockId;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Shards that executors keep, spread over those that there are. Spark computes a shard where it is
 * kept: once an executor is lost, its shards would stay with others for good, and the one that
 * takes its place would have nothing to do.
 *
 * @param <S> a shard, the only element of its partition
 */
public final class SpreadShards<S> extends RDD<S> {
  private static final long serialVersionUID = 1L;

  /** How long a shard that moves is waited for; it moves the next time if that is too short. */
  private static final long MOST_WAIT_MILLIS = 10_000;

  private static final long POLL_MILLIS = 10;

  private final List<String> places;

  private SpreadShards(JavaRDD<S> shards, List<String> places) {
    super(shards.rdd(), shards.classTag());
    this.places = places;
  }

  /**
   * The same shards, each to be computed on an executor that is there now. An executor that keeps
   * more of them than its share of the task slots lets go of the others, which are then read anew
   * elsewhere. To be called before every job.
   *
   * @param shards that are persisted
   * @return themselves where there is one executor only
   */
  public static <S> JavaRDD<S> of(JavaRDD<S> shards) {
    List<String> places = places(shards);
    return places.contains("") ? shards : new SpreadShards<>(shards, places).toJavaRDD();
  }

  /**
   * Where shards are to be computed, as Spark writes it: each on an executor that is there now.
   * What executors keep beyond their share, they let go of, as {@link #of} says.
   *
   * @param persisted shards
   * @return a place for each; all empty, for anywhere, where there are not two executors
   */
  public static List<String> places(JavaRDD<?> persisted) {
    List<LiveExecutor> executors = LiveExecutor.of(persisted.context());
    List<BlockId> shards = new ArrayList<>();
    for (int i = 0; i < persisted.getNumPartitions(); i++) {
      shards.add(new RDDBlockId(persisted.id(), i));
    }
    if (executors.size() < 2) {
      return Collections.nCopies(shards.size(), "");
    }
    List<List<String>> kept = kept(shards);
    List<LiveExecutor> places = ShardPlaces.of(executors, kept);
    move(shards, kept, places);
    return places.stream().map(LiveExecutor::asPreferredLocation).toList();
  }

  /** The ids of the executors that keep each shard. */
  private static List<List<String>> kept(List<BlockId> shards) {
    return JavaConverters.seqAsJavaList(master().getLocations(shards.toArray(BlockId[]::new)))
        .stream()
        .map(SpreadShards::ids)
        .toList();
  }

  private static List<String> ids(Seq<BlockManagerId> locations) {
    return JavaConverters.seqAsJavaList(locations).stream()
        .map(BlockManagerId::executorId)
        .toList();
  }

  /** Has executors let go of shards whose place is another now. */
  private static void move(
      List<BlockId> shards, List<List<String>> kept, List<LiveExecutor> places) {
    BlockManagerMaster master = master();
    List<BlockId> moving = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (!kept.get(i).isEmpty() && !kept.get(i).contains(places.get(i).id())) {
        master.removeBlock(shards.get(i));
        moving.add(shards.get(i));
      }
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_WAIT_MILLIS);
    try {
      while (moving.stream().anyMatch(block -> !master.getLocations(block).isEmpty())
          && System.nanoTime() < end) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static BlockManagerMaster master() {
    return SparkEnv.get().blockManager().master();
  }

  @Override
  public Iterator<S> compute(Partition split, TaskContext context) {
    return this.<S>firstParent(elementClassTag()).iterator(split, context);
  }

  @Override
  public Partition[] getPartitions() {
    return this.<S>firstParent(elementClassTag()).partitions();
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    return JavaConverters.asScalaBuffer(List.of(places.get(split.index()))).toSeq();
  }
}
