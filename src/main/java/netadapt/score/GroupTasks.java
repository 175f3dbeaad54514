package netadapt.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.data.ImageShard;
import netadapt.data.SpreadShards;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Sends sub-networks through images as a Spark job, whose tasks are the pairs of a group of
 * sub-networks and an image shard.
 *
 * @param <R> what becomes of one sub-network on one shard
 */
final class GroupTasks<R extends Serializable> {
  /** What a task should take at most: what is lost with an executor, and what others wait for. */
  private static final double TASK_SECONDS = 60;

  /** How many sub-networks a failure names. */
  private static final int NAMED = 4;

  private final JavaSparkContext spark;
  private final String job;
  private final Broadcast<SharedModel> model;
  private final ScoringJob.Plan plan;
  private final LongAccumulator progress;
  private final ToDoubleFunction<R> seconds;
  private double secondsPerImage;
  private List<Group> last = List.of();

  /**
   * What a task is given.
   *
   * @param kept models and buffers that the job's earlier tasks left in this process
   */
  record Part(SharedModel model, ExecutorModels kept, Group group, ImageShard shard) {}

  /** What a task does: one result for each sub-network of the group, in order. */
  interface Work<R> extends Serializable {
    List<R> of(Part part);
  }

  /** What a task found out. */
  private record Done<R>(int group, int shard, List<R> results) implements Serializable {}

  /**
   * @param job of which executors keep models, see {@link ExecutorModels}
   * @param plan of which the images do not matter
   * @param progress counts sub-networks, once for every shard that they are through with
   * @param seconds that a sub-network took on a shard
   */
  GroupTasks(
      JavaSparkContext spark,
      String job,
      Broadcast<SharedModel> model,
      ScoringJob.Plan plan,
      LongAccumulator progress,
      ToDoubleFunction<R> seconds) {
    this.spark = spark;
    this.job = job;
    this.model = model;
    this.plan = plan;
    this.progress = progress;
    this.seconds = seconds;
  }

  /**
   * Runs a job.
   *
   * @param architectures at least one, each once
   * @return per sub-network, in order, its results on the shards, in order
   */
  List<List<R>> run(List<Architecture> architectures, Images images, Work<R> work) {
    List<Group> dealt = groups(architectures, images);
    List<Done<R>> done = new ArrayList<>(runTasks(dealt, images, work));
    done.sort(Comparator.comparingInt(Done::shard)); // so that sums are always the same
    Map<Architecture, List<R>> results = new HashMap<>();
    double total = 0;
    for (Done<R> part : done) {
      List<Architecture> members = dealt.get(part.group()).architectures();
      for (int i = 0; i < members.size(); i++) {
        R result = part.results().get(i);
        results.computeIfAbsent(members.get(i), key -> new ArrayList<>()).add(result);
        total += seconds.applyAsDouble(result);
      }
    }
    secondsPerImage = total / architectures.size() / Math.max(1, images.count());
    return architectures.stream().map(results::get).toList();
  }

  /** Groups are sent to an executor once, and not with every task. */
  private List<Done<R>> runTasks(List<Group> groups, Images images, Work<R> work) {
    Broadcast<SharedModel> here = model;
    String name = job;
    LongAccumulator counter = progress;
    Broadcast<List<Group>> sent = spark.broadcast(groups);
    try {
      return tasks(groups.size(), images)
          .map(
              pair -> {
                int group = pair._1();
                ImageShard shard = pair._2();
                List<R> results =
                    run(
                        new Part(
                            here.value(), ExecutorModels.of(name), sent.value().get(group), shard),
                        work);
                counter.add(results.size());
                return new Done<>(group, shard.index(), results);
              })
          .collect();
    } finally {
      sent.destroy();
    }
  }

  /**
   * Each group, by its number, with every shard of its copy of the images. A group with all its
   * shards, then the next one, so that executors load each model once.
   */
  private JavaRDD<Tuple2<Integer, ImageShard>> tasks(int groups, Images images) {
    int ofCopy = images.shardsOfCopy();
    List<String> executors = SpreadShards.places(images.shards());
    List<PlacedTasks.Task> tasks = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      int first = group % images.copies() * ofCopy;
      for (int shard = first; shard < first + ofCopy; shard++) {
        tasks.add(new PlacedTasks.Task(group, shard, executors.get(shard)));
      }
    }
    JavaRDD<Tuple2<Integer, ImageShard>> placed = PlacedTasks.of(images.shards(), tasks);
    return plan.resources().map(placed::withResources).orElse(placed);
  }

  /** The same groups as before for the same sub-networks: executors may still have their models. */
  private List<Group> groups(List<Architecture> architectures, Images images) {
    int count = count(architectures.size(), images);
    List<Group> dealt = Group.of(architectures, count, UUID.randomUUID().toString());
    if (!members(dealt).equals(members(last))) {
      last = dealt;
    }
    return last;
  }

  private static List<List<Architecture>> members(List<Group> groups) {
    return groups.stream().map(Group::architectures).toList();
  }

  private int count(int subNetworks, Images images) {
    if (plan.groupSize().groups() > 0) {
      return plan.groupSize().groups();
    }
    int shards = Math.max(1, images.shardsOfCopy());
    long inMemory =
        Math.max(1, plan.groupSize().bytes() / Math.max(1, model.value().weightBytes()));
    double perShard = secondsPerImage * images.count() / shards;
    double inTime = perShard == 0 ? subNetworks : Math.max(1, TASK_SECONDS / perShard);
    int most = (int) Math.min(inMemory, Math.min(inTime, subNetworks));
    int inShard = (images.count() + shards - 1) / shards;
    return new TaskGrid(shards, images.copies())
        .groups(
            plan.slots(),
            inShard,
            new TaskGrid.SubNetworks(subNetworks, most, plan.groupSize().loading()));
  }

  private static <R> List<R> run(Part part, Work<R> work) {
    try {
      return work.of(part);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "%s on image shard %d: %s"
              .formatted(
                  named(part.model().network(), part.group()),
                  part.shard().index(),
                  e.getMessage()),
          e);
    }
  }

  /** The first few by the ids that they have in a search's tables, and how many there are. */
  private static String named(SuperNetwork network, Group group) {
    List<Architecture> all = group.architectures();
    String ids =
        all.stream()
            .limit(NAMED)
            .map(architecture -> ArchitectureJson.id(network, architecture))
            .collect(Collectors.joining(", ", "", all.size() > NAMED ? ", ..." : ""));
    return "%d sub-networks (%s)".formatted(all.size(), ids);
  }
}
