package netadapt.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.data.ImageShard;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * Scores sub-networks on images that stay on the executors: each call is one Spark job, whose tasks
 * are the pairs of a group of sub-networks and an image shard. No sub-network is scored twice.
 */
public final class ScoringJob implements AutoCloseable {
  /** What a task should take at most: what is lost with an executor, and what others wait for. */
  private static final double TASK_SECONDS = 60;

  private final JavaSparkContext spark;
  private final SharedModel model;
  private final Broadcast<SharedModel> shared;
  private final JavaRDD<ImageShard> shards;
  private final GroupSize groupSize;
  private final LongAccumulator scored;
  private final Map<Architecture, Tally> known = new HashMap<>();
  private double secondsPerShard;
  private long repeated;

  /**
   * How many sub-networks go into one model.
   *
   * @param groups into how many groups a job's sub-networks are dealt; 0 for as few as the memory
   *     allows, and so few that a task takes about a minute at most
   * @param bytes that the weights of a group's sub-networks may take; unused with a number of
   *     groups
   */
  public record GroupSize(int groups, long bytes) {}

  /** What a task found out: one tally per sub-network of its group. */
  private record Result(int group, int shard, List<Tally> tallies) implements Serializable {}

  /** A group and its place in the job. */
  private record Numbered(int number, Group group) implements Serializable {}

  /**
   * @param model sent to the executors once
   * @param shards the images, whole batches in every shard but the last
   */
  public ScoringJob(
      JavaSparkContext spark, SharedModel model, JavaRDD<ImageShard> shards, GroupSize groupSize) {
    this.spark = spark;
    this.model = model;
    this.shared = spark.broadcast(model);
    this.shards = shards.persist(StorageLevel.MEMORY_AND_DISK());
    this.groupSize = groupSize;
    this.scored = spark.sc().longAccumulator("sub-networks scored");
  }

  /**
   * Scores sub-networks.
   *
   * @param description of the job and its group in Spark's pages
   * @return one per architecture, in order
   * @throws IllegalArgumentException if an architecture is not the network's
   * @throws org.apache.spark.SparkException if a task fails for good; its message names the shard
   *     and says how many sub-networks the task had
   */
  public List<Tally> score(String description, List<Architecture> architectures) {
    List<Architecture> canonical = architectures.stream().map(this::canonical).toList();
    Set<Architecture> fresh = new LinkedHashSet<>(canonical);
    fresh.removeAll(known.keySet());
    repeated = canonical.size() - fresh.size();
    scored.reset();
    if (!fresh.isEmpty()) {
      spark.setJobGroup(description, description);
      try {
        known.putAll(scoreFresh(List.copyOf(fresh)));
      } finally {
        spark.clearJobGroup();
      }
    }
    List<Tally> tallies = new ArrayList<>();
    Set<Architecture> told = new HashSet<>();
    for (Architecture architecture : canonical) {
      Tally tally = known.get(architecture);
      boolean first = told.add(architecture) && fresh.contains(architecture);
      tallies.add(first ? tally : tally.again());
    }
    return tallies;
  }

  /** How many sub-networks of the job that runs are scored, as far as its tasks have ended. */
  public long scored() {
    return repeated + scored.value() / shards.getNumPartitions();
  }

  private Architecture canonical(Architecture architecture) {
    return SubNetwork.of(model.network(), architecture).canonical();
  }

  private Map<Architecture, Tally> scoreFresh(List<Architecture> fresh) {
    List<Group> groups = Group.of(fresh, groups(fresh.size()), UUID.randomUUID().toString());
    List<Numbered> numbered = new ArrayList<>();
    groups.forEach(group -> numbered.add(new Numbered(numbered.size(), group)));
    Broadcast<SharedModel> here = shared;
    LongAccumulator counter = scored;
    // A group with all its shards, then the next one, so that executors load each model once.
    List<Result> results =
        new ArrayList<>(
            spark
                .parallelize(numbered, numbered.size())
                .cartesian(shards)
                .map(pair -> score(here.value(), pair._1(), pair._2(), counter))
                .collect());
    results.sort(Comparator.comparingInt(Result::shard)); // so that sums are always the same
    Map<Architecture, Tally> tallies = new HashMap<>();
    for (Result result : results) {
      List<Architecture> scoredOnes = groups.get(result.group()).architectures();
      for (int i = 0; i < scoredOnes.size(); i++) {
        tallies.merge(scoredOnes.get(i), result.tallies().get(i), Tally::plus);
        secondsPerShard = Math.max(secondsPerShard, result.tallies().get(i).seconds());
      }
    }
    return tallies;
  }

  private int groups(int subNetworks) {
    if (groupSize.groups() > 0) {
      return groupSize.groups();
    }
    long inMemory = groupSize.bytes() / Math.max(1, model.weightBytes());
    double inTime = secondsPerShard == 0 ? subNetworks : TASK_SECONDS / secondsPerShard;
    double size = Math.max(1, Math.min(inMemory, inTime));
    return (int) Math.ceil(subNetworks / size);
  }

  private static Result score(
      SharedModel model, Numbered numbered, ImageShard shard, LongAccumulator counter) {
    Group group = numbered.group();
    try {
      List<Tally> tallies = model.score(group, shard, SparkEnv.get().executorId());
      counter.add(group.architectures().size());
      return new Result(numbered.number(), shard.index(), tallies);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "%d sub-networks on image shard %d: %s"
              .formatted(group.architectures().size(), shard.index(), e.getMessage()),
          e);
    }
  }

  /** Frees the executors of the weights and images. */
  @Override
  public void close() {
    shared.destroy();
    shards.unpersist();
    SharedModel.unload();
  }
}
