package netadapt.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.data.ImageShard;
import netadapt.data.Normalization;
import netadapt.task.TopK;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The scoring of samples whose tasks sleep as long as {@link Speed} says instead of computing. All
 * else is as a search has it: the weights that are broadcast, groups, tasks, where they run, and
 * results of the real size.
 */
public final class SimulatedScoring implements AutoCloseable {
  /** The default of {@code scoring.group-megabytes}, for a slot alone. */
  private static final long GROUP_BYTES = 256_000_000;

  private static final int MOST_IMAGES = 1024;

  /** Of the groups that this process has met. */
  private static final Map<String, Loading> LOADING = new ConcurrentHashMap<>();

  private static final class Loading {
    private boolean done;
  }

  private final JavaSparkContext spark;
  private final Broadcast<SharedModel> model;
  private final GroupTasks<Outcome> tasks;
  private final int batch;
  private final Images images;
  private final Speed speed;
  private final TaskGrid grid;

  /**
   * How fast a task is.
   *
   * @param secondsPerImage of the full network by itself
   * @param secondsToLoad a sub-network
   * @param shared what a sub-network costs that shares its layers with many others, to one by
   *     itself
   */
  public record Speed(double secondsPerImage, double secondsToLoad, double shared)
      implements Serializable {
    /**
     * Seconds that a task computes for.
     *
     * @param shares of the full network's multiply-accumulates
     */
    double seconds(Map<Architecture, Double> shares, Group group, int images) {
      double macs = group.architectures().stream().mapToDouble(shares::get).sum();
      int members = group.architectures().size();
      return images * macs * secondsPerImage * (shared + (1 - shared) / members);
    }
  }

  /**
   * @param slots that the executors have
   * @param count images
   * @param samples of an iteration
   * @param groupBytes as {@code scoring.group-megabytes}
   */
  public SimulatedScoring(
      JavaSparkContext spark,
      SuperNetwork network,
      Weights weights,
      TaskGrid.Slots slots,
      int count,
      int samples,
      long groupBytes,
      Speed speed) {
    this.spark = spark;
    this.speed = speed;
    this.batch = ScoringDevice.onProcessor(network);
    double loading = speed.secondsToLoad() / speed.secondsPerImage();
    int together = (int) (groupBytes / (4L * ParameterCount.count(SubNetwork.full(network))));
    this.grid =
        TaskGrid.of(
            slots, count, batch, MOST_IMAGES, new TaskGrid.SubNetworks(samples, together, loading));
    Normalization none = new Normalization(new float[] {0}, new float[] {1});
    ScoringDevice device = new ScoringDevice(false, 0);
    SharedModel shared = new SharedModel(network, weights, none, new TopK(1), device, 1);
    this.model = spark.broadcast(shared);
    this.tasks =
        new GroupTasks<>(
            spark,
            "simulated",
            model,
            new ScoringJob.Plan(
                List.of(),
                0.5,
                Optional.empty(),
                new GroupSize(0, groupBytes, loading),
                slots,
                Optional.empty()),
            spark.sc().longAccumulator(),
            outcome -> outcome.tally().seconds());
    this.images = Images.copied(shards(count), count, grid.copies());
    images.keep();
  }

  /** Of one pixel: what images weigh is not simulated. The first shards have a batch more. */
  private JavaRDD<ImageShard> shards(int count) {
    int batches = (count + batch - 1) / batch;
    List<ImageShard> shards = new ArrayList<>();
    int from = 0;
    for (int shard = 0; shard < grid.shards(); shard++) {
      int ofShard = batches / grid.shards() + (shard < batches % grid.shards() ? 1 : 0);
      int images = Math.min(count - from, ofShard * batch);
      shards.add(new ImageShard(shard, from, 1, 1, 1, new byte[images], new int[images]));
      from += images;
    }
    return spark.parallelize(shards, shards.size());
  }

  /** What share of the full network's multiply-accumulates each sub-network has. */
  public Map<Architecture, Double> shares(List<Architecture> architectures) {
    SuperNetwork network = model.value().network();
    double full = MacCount.count(SubNetwork.full(network));
    Map<Architecture, Double> shares = new HashMap<>();
    for (Architecture one : architectures) {
      shares.put(one, MacCount.count(SubNetwork.of(network, one)) / full);
    }
    return shares;
  }

  /** Seconds that one slot would take alone, which loads every sub-network once. */
  public double secondsAlone(Map<Architecture, Double> shares) {
    List<Architecture> architectures = List.copyOf(shares.keySet());
    int most = (int) (GROUP_BYTES / model.value().weightBytes());
    int groups = (architectures.size() + most - 1) / most;
    double seconds = architectures.size() * speed.secondsToLoad();
    for (Group group : Group.of(architectures, groups, "alone")) {
      seconds += speed.seconds(shares, group, images.count());
    }
    return seconds;
  }

  /** How the job is cut. */
  public TaskGrid grid() {
    return grid;
  }

  /**
   * Scores sub-networks, each of which is different from the others.
   *
   * @param shares of these
   * @return one per sub-network, in order; its seconds are those of its tasks
   */
  public List<Outcome> score(List<Architecture> architectures, Map<Architecture, Double> shares) {
    Speed here = speed;
    List<Outcome> all = new ArrayList<>();
    for (List<Outcome> parts :
        tasks.run(architectures, images, part -> sleep(here, shares, part))) {
      Known known = new Known(new TopK(1));
      known.add(parts);
      all.add(new Outcome(known.tally(1), known.images));
    }
    return all;
  }

  private static List<Outcome> sleep(
      Speed speed, Map<Architecture, Double> shares, GroupTasks.Part part) {
    long began = System.nanoTime();
    Group group = part.group();
    int members = group.architectures().size();
    Loading loading = LOADING.computeIfAbsent(group.id(), key -> new Loading());
    synchronized (loading) { // the first one loads, the others wait
      sleep(loading.done ? 0 : members * speed.secondsToLoad());
      loading.done = true;
    }
    int images = part.shard().size();
    sleep(speed.seconds(shares, group, images));
    double seconds = (System.nanoTime() - began) / 1e9 / members;
    List<Outcome> outcomes = new ArrayList<>();
    for (Architecture architecture : group.architectures()) {
      BitSet right = new BitSet();
      for (int image = 0; image < images; image++) {
        right.set(image, (31 * architecture.hashCode() + image) % 4 != 0);
      }
      Tally tally =
          new Tally(right.cardinality(), images, 0, seconds, seconds, SparkEnv.get().executorId());
      outcomes.add(new Outcome(tally, new RightImages(right)));
    }
    return outcomes;
  }

  private static void sleep(double seconds) {
    try {
      TimeUnit.NANOSECONDS.sleep((long) (1e9 * seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    images.free();
    model.destroy();
  }
}
