package netadapt.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.data.ImageShard;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Scores sub-networks on images that stay on the executors: each call is one Spark job, whose tasks
 * are the pairs of an image shard and a group of sub-networks.
 */
public final class ScoringJob implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Broadcast<SharedModel> model;
  private final JavaRDD<ImageShard> shards;
  private final int groups;
  private final LongAccumulator scored;

  /**
   * @param model sent to the executors once
   * @param shards the images, whole batches in every shard but the last
   * @param groups how many parts the sub-networks are dealt into, at least 1
   */
  public ScoringJob(
      JavaSparkContext spark, SharedModel model, JavaRDD<ImageShard> shards, int groups) {
    this.spark = spark;
    this.model = spark.broadcast(model);
    this.shards = shards.persist(StorageLevel.MEMORY_AND_DISK());
    this.groups = groups;
    this.scored = spark.sc().longAccumulator("sub-networks scored");
  }

  /** A sub-network and its place in the list. */
  private record Candidate(int index, Architecture architecture) implements Serializable {}

  /**
   * Scores sub-networks.
   *
   * @param description of the job in Spark's pages
   * @return one per architecture, in order
   * @throws org.apache.spark.SparkException if a task fails for good; its message names the
   *     sub-network and the shard
   */
  public List<Accuracy> score(String description, List<Architecture> architectures) {
    List<Candidate> candidates =
        IntStream.range(0, architectures.size())
            .mapToObj(i -> new Candidate(i, architectures.get(i)))
            .toList();
    scored.reset();
    spark.setJobDescription(description);
    try {
      Broadcast<SharedModel> shared = model;
      LongAccumulator counter = scored;
      int parts = Math.max(1, Math.min(groups, candidates.size()));
      List<Tuple2<Integer, Accuracy>> results =
          shards
              .cartesian(spark.parallelize(candidates, parts))
              .map(pair -> score(shared.value(), pair._1(), pair._2(), counter))
              .collect();
      return sum(candidates.size(), results);
    } finally {
      spark.setJobDescription(null);
    }
  }

  /** How many pairs of shard and sub-network the job that runs has done, in finished tasks. */
  public long scored() {
    return scored.value();
  }

  /** How many pairs of shard and sub-network a sub-network takes. */
  public int shardCount() {
    return shards.getNumPartitions();
  }

  private static Tuple2<Integer, Accuracy> score(
      SharedModel model, ImageShard shard, Candidate candidate, LongAccumulator counter) {
    try {
      Accuracy accuracy =
          model.score(
              candidate.index(), candidate.architecture(), shard, SparkEnv.get().executorId());
      counter.add(1);
      return new Tuple2<>(shard.index(), accuracy);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "sample %d on image shard %d: %s"
              .formatted(candidate.index(), shard.index(), e.getMessage()),
          e);
    }
  }

  /** Adds up every candidate's shards, in the order of the shards. */
  private static List<Accuracy> sum(int candidates, List<Tuple2<Integer, Accuracy>> results) {
    List<Tuple2<Integer, Accuracy>> ordered = new ArrayList<>(results);
    ordered.sort(Comparator.comparingInt(Tuple2::_1));
    Accuracy[] sums = new Accuracy[candidates];
    for (Tuple2<Integer, Accuracy> result : ordered) {
      Accuracy accuracy = result._2();
      Accuracy before = sums[accuracy.candidate()];
      sums[accuracy.candidate()] = before == null ? accuracy : before.plus(accuracy);
    }
    return List.of(sums);
  }

  /** Frees the executors of the weights and images. */
  @Override
  public void close() {
    model.destroy();
    shards.unpersist();
  }
}
