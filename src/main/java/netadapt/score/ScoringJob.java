package netadapt.score;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import netadapt.JobLabels;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.onnx.OnnxModel;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.util.LongAccumulator;

/**
 * Scores sub-networks on images that stay on the executors. No sub-network is scored twice on an
 * image.
 */
public final class ScoringJob implements AutoCloseable {
  /** How long the end waits for executors to free their memory. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(10);

  private final String id = UUID.randomUUID().toString();
  private final JavaSparkContext spark;
  private final SharedModel model;
  private final Broadcast<SharedModel> shared;
  private final Plan plan;
  private final GroupTasks<Outcome> scoring;
  private final GroupTasks<Statistics> measuring;
  private final LongAccumulator progress;
  private final Map<Architecture, Known> known = new HashMap<>();
  private volatile long repeated;
  private volatile long spared;

  /**
   * On what sub-networks are scored, and how.
   *
   * @param rounds of images, one after the other. After each but the last, sub-networks are dropped
   *     that are not the best of their call; the metric then has to count images
   * @param confidence that the best of a call is not dropped, in (0, 1); unused with one round
   * @param calibration images on which batch normalisation takes statistics of its own for every
   *     sub-network; none for those of the training
   * @param groupSize how many sub-networks go into one model
   * @param slots where tasks may run
   * @param resources what a task takes of its executor; empty for what all tasks take
   */
  public record Plan(
      List<Images> rounds,
      double confidence,
      Optional<Images> calibration,
      GroupSize groupSize,
      TaskGrid.Slots slots,
      Optional<ResourceProfile> resources) {
    public Plan {
      rounds = List.copyOf(rounds);
    }
  }

  /**
   * @param model sent to the executors once
   */
  public ScoringJob(JavaSparkContext spark, SharedModel model, Plan plan) {
    this.spark = spark;
    this.model = model;
    this.plan = plan;
    this.shared = spark.broadcast(model);
    this.progress = spark.sc().longAccumulator("shards of sub-networks");
    this.scoring = tasks(outcome -> outcome.tally().seconds());
    this.measuring = tasks(statistics -> statistics.cost().seconds());
    plan.rounds().forEach(Images::keep);
    plan.calibration().ifPresent(Images::keep);
  }

  private <R extends Serializable> GroupTasks<R> tasks(ToDoubleFunction<R> seconds) {
    return new GroupTasks<>(spark, id, shared, plan, progress, seconds);
  }

  /**
   * Scores sub-networks.
   *
   * @param description of the jobs in Spark's pages
   * @return one per architecture, in order; of fewer images than there are for those that were
   *     dropped, or failed
   * @throws IllegalArgumentException if an architecture is not the network's
   * @throws org.apache.spark.SparkException if a task fails for good; its message names the shard
   *     and the first few of the task's sub-networks
   */
  public List<Tally> score(String description, List<Architecture> architectures) {
    List<Architecture> canonical = architectures.stream().map(this::canonical).toList();
    List<Architecture> contenders = canonical.stream().distinct().toList();
    contenders.forEach(
        contender -> known.computeIfAbsent(contender, key -> new Known(model.metric())).again());
    repeated = canonical.size() - contenders.size();
    spared = 0;
    progress.reset();
    Map<Architecture, Integer> rounds;
    try (JobLabels labels = JobLabels.set(spark, description)) {
      rounds = race(contenders);
    }
    List<Tally> tallies = new ArrayList<>();
    Set<Architecture> told = new HashSet<>();
    for (Architecture architecture : canonical) {
      Tally tally = known.get(architecture).tally(rounds.get(architecture));
      tallies.add(told.add(architecture) ? tally : tally.again());
    }
    return tallies;
  }

  /**
   * Standard errors of scores as they are compared with each other on the same images.
   *
   * @param architectures that were scored together
   * @param tallies what {@link #score} said of them, in order
   * @return one per architecture, in order; 0 for one that failed
   */
  public List<Double> errors(List<Architecture> architectures, List<Tally> tallies) {
    List<Architecture> canonical = architectures.stream().map(this::canonical).toList();
    Map<Architecture, Outcome> distinct = new LinkedHashMap<>();
    for (int i = 0; i < tallies.size(); i++) {
      Architecture one = canonical.get(i);
      distinct.putIfAbsent(one, new Outcome(tallies.get(i), known.get(one).images));
    }
    Map<Architecture, Double> errors = new HashMap<>();
    Iterator<Double> each = Outcome.errors(List.copyOf(distinct.values())).iterator();
    distinct.keySet().forEach(one -> errors.put(one, each.next()));
    return canonical.stream().map(errors::get).toList();
  }

  /**
   * The statistics of batch normalisation that a sub-network is scored with.
   *
   * @param description of the job in Spark's pages
   * @return {@code mean} and {@code variance [filters]} of its normalised layers; none if they are
   *     those of the training
   * @throws IllegalArgumentException if the architecture is not the network's
   */
  public Weights statistics(String description, Architecture architecture) {
    Architecture one = canonical(architecture);
    known.computeIfAbsent(one, key -> new Known(model.metric()));
    try (JobLabels labels = JobLabels.set(spark, description)) {
      return measure(List.of(one)).getOrDefault(one, Weights.NONE);
    }
  }

  /** How many sub-networks of the call that runs are through, as far as its tasks have ended. */
  public long scored() {
    return repeated + (progress.value() + spared) / shards(0);
  }

  private Architecture canonical(Architecture architecture) {
    return subNetwork(architecture).canonical();
  }

  private int rounds(Architecture architecture) {
    return known.get(architecture).rounds.size();
  }

  /** Shards of a round and all after it, and before the first those to measure statistics on. */
  private long shards(int round) {
    long shards =
        plan.rounds().subList(round, plan.rounds().size()).stream()
            .mapToLong(Images::shardsOfCopy)
            .sum();
    return round > 0 ? shards : shards + plan.calibration().map(Images::shardsOfCopy).orElse(0);
  }

  /** How many rounds each has seen in the end; not how many are known of it from before. */
  private Map<Architecture, Integer> race(List<Architecture> contenders) {
    Map<Architecture, Integer> rounds = new HashMap<>();
    Broadcast<Map<Architecture, Weights>> statistics = spark.broadcast(measure(contenders));
    try {
      int last = plan.rounds().size() - 1;
      int all = plan.rounds().stream().mapToInt(Images::count).sum();
      Race race = new Race(contenders.size(), last, plan.confidence(), all);
      List<Architecture> left = contenders;
      int images = 0;
      for (int round = 0; round <= last; round++) {
        score(round, left, statistics);
        for (Architecture one : left) {
          rounds.merge(one, 1, Integer::sum);
        }
        if (round < last) {
          images += plan.rounds().get(round).count();
          List<Architecture> next = left(race, left, round, images);
          spared += (left.size() - next.size()) * shards(round + 1);
          left = next;
        }
      }
    } finally {
      statistics.destroy();
    }
    return rounds;
  }

  private void score(
      int round, List<Architecture> left, Broadcast<Map<Architecture, Weights>> statistics) {
    Images images = plan.rounds().get(round);
    List<Architecture> fresh = left.stream().filter(one -> rounds(one) == round).toList();
    spared += (long) (left.size() - fresh.size()) * images.shardsOfCopy();
    if (!fresh.isEmpty()) {
      List<List<Outcome>> outcomes = run(round, fresh, images, statistics);
      for (int i = 0; i < fresh.size(); i++) {
        known.get(fresh.get(i)).add(outcomes.get(i));
      }
    }
  }

  private List<List<Outcome>> run(
      int round,
      List<Architecture> fresh,
      Images images,
      Broadcast<Map<Architecture, Weights>> statistics) {
    GroupTasks.Work<Outcome> work = part -> new GroupRun(part).score(statistics.value());
    int rounds = plan.rounds().size();
    if (rounds == 1) {
      return scoring.run(fresh, images, work);
    }
    try (JobLabels labels = JobLabels.set(spark, "round %d of %d".formatted(round + 1, rounds))) {
      return scoring.run(fresh, images, work);
    }
  }

  /** Those that may still be the best by what they made of the first images. */
  private List<Architecture> left(Race race, List<Architecture> contenders, int round, int images) {
    List<Architecture> valid =
        contenders.stream().filter(one -> known.get(one).tally(round + 1).invalid() == 0).toList();
    BitSet dropped =
        race.dropped(valid.stream().map(one -> right(known.get(one), images)).toList(), images);
    return IntStream.range(0, valid.size())
        .filter(i -> !dropped.get(i))
        .mapToObj(valid::get)
        .toList();
  }

  private static BitSet right(Known known, int images) {
    return ((RightImages) known.images).right().get(0, images);
  }

  /** Statistics for those that have images before them. */
  private Map<Architecture, Weights> measure(List<Architecture> contenders) {
    Map<Architecture, Weights> statistics = new HashMap<>();
    if (plan.calibration().isEmpty()) {
      return statistics;
    }
    Images images = plan.calibration().get();
    List<Architecture> normalized =
        contenders.stream()
            .filter(one -> rounds(one) < plan.rounds().size())
            .filter(one -> OnnxModel.statisticsOf(subNetwork(one)) > 0)
            .toList();
    spared += (long) (contenders.size() - normalized.size()) * images.shardsOfCopy();
    if (!normalized.isEmpty()) {
      List<List<Statistics>> measured;
      try (JobLabels labels = JobLabels.set(spark, "batch normalisation")) {
        measured = measuring.run(normalized, images, part -> new GroupRun(part).measure());
      }
      for (int i = 0; i < normalized.size(); i++) {
        Architecture one = normalized.get(i);
        float[] means = Statistics.means(measured.get(i));
        statistics.put(one, OnnxModel.statistics(subNetwork(one), means));
        measured.get(i).forEach(part -> known.get(one).measuring.add(part.cost()));
      }
    }
    return statistics;
  }

  private SubNetwork subNetwork(Architecture architecture) {
    return SubNetwork.of(model.network(), architecture);
  }

  /** Frees the executors of the weights, images, loaded models and buffers. */
  @Override
  public void close() {
    shared.destroy();
    plan.rounds().forEach(Images::free);
    plan.calibration().ifPresent(Images::free);
    ExecutorModels.end(id); // where the driver computes
    String ended = id;
    try (JobLabels labels = JobLabels.set(spark, "free the executors")) {
      new SparkExecutors(spark).tell(executor -> ExecutorModels.end(ended), MOST_WAIT);
    }
  }
}
