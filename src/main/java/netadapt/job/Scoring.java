package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import netadapt.BrokenRule;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.score.GroupSize;
import netadapt.score.Images;
import netadapt.score.ScoringJob;
import netadapt.score.SharedModel;
import netadapt.score.Tally;
import netadapt.score.TaskGrid;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.settings.ScoringSettings;
import netadapt.settings.Settings;
import netadapt.task.Quality;
import netadapt.task.ScoreUnit;
import netadapt.task.TopK;
import org.apache.spark.api.java.JavaRDD;

/** Puts the scoring job behind what the search and the final report ask for. */
public final class Scoring implements AutoCloseable {
  /** A network by itself, whatever it takes to load. */
  private static final TaskGrid.SubNetworks ONE = new TaskGrid.SubNetworks(1, 1, 0);

  /** More save hardly more images, and after each models may have to be loaded anew. */
  private static final int ROUNDS = 8;

  private final ScoringJob job;
  private final Quality metric;
  private final int images;

  private Scoring(ScoringJob job, Quality metric, int images) {
    this.job = job;
    this.metric = metric;
    this.images = images;
  }

  /** Scores a search's samples on the held-out images, with shared weights. */
  public static Scoring ofSamples(Run run, Dataset dataset, SuperNetwork network, Weights shared) {
    int images = dataset.count(Split.HELD_OUT);
    int[] ends = run.settings().search().racing() ? rounds(images) : new int[] {images};
    TaskGrid.SubNetworks together =
        ScoringGrid.subNetworks(run.settings(), network, run.settings().search().plan().samples());
    List<Images> rounds = new ArrayList<>();
    int from = 0;
    for (int to : ends) {
      rounds.add(images(run, dataset, Split.HELD_OUT, from, to, together));
      from = to;
    }
    return of(run, dataset, network, shared, rounds, calibration(run, dataset));
  }

  /** Scores networks as samples are scored, but all of them on all held-out images: no race. */
  static Scoring ofAll(
      Run run, Dataset dataset, SuperNetwork network, Weights shared, int networks) {
    Images all =
        images(
            run,
            dataset,
            Split.HELD_OUT,
            0,
            dataset.count(Split.HELD_OUT),
            ScoringGrid.subNetworks(run.settings(), network, networks));
    return of(run, dataset, network, shared, List.of(all), calibration(run, dataset));
  }

  /** Scores networks, all of them on some images, whose end of use frees the executors of these. */
  static Scoring on(
      Run run,
      Dataset dataset,
      SuperNetwork network,
      Weights shared,
      Images images,
      Optional<Images> calibration) {
    return of(run, dataset, network, shared, List.of(images), calibration);
  }

  /** Scores networks that have shared weights on the test images, as samples are scored. */
  static Scoring ofShared(Run run, Dataset dataset, SuperNetwork network, Weights shared) {
    return of(run, dataset, network, shared, test(run, dataset), calibration(run, dataset));
  }

  /** Scores a network that has been trained by itself on the test images, by some quality. */
  static Scoring ofTrained(
      Run run, Dataset dataset, SuperNetwork network, Weights own, Quality quality) {
    check(run, network);
    return of(
        run, model(run, dataset, network, own, quality), test(run, dataset), Optional.empty());
  }

  /** How many training images batch normalisation is calibrated on; 0 if it is not. */
  static int calibrationImages(Run run, Dataset dataset) {
    ScoringSettings settings = run.settings().scoring();
    return settings.batchNorm() == ScoringSettings.BatchNorm.RECALIBRATED
        ? Math.min(settings.calibrationImages(), dataset.count(Split.TRAIN))
        : 0;
  }

  private static Scoring of(
      Run run,
      Dataset dataset,
      SuperNetwork network,
      Weights weights,
      List<Images> rounds,
      Optional<Images> calibration) {
    return of(run, model(run, dataset, network, weights), rounds, calibration);
  }

  private static Scoring of(
      Run run, SharedModel model, List<Images> rounds, Optional<Images> calibration) {
    ScoringSettings settings = run.settings().scoring();
    ScoringJob.Plan plan =
        new ScoringJob.Plan(
            rounds,
            run.settings().search().racingConfidence(),
            calibration,
            new GroupSize(
                settings.groups(),
                settings.groupMegabytes() * ScoringGrid.MEGABYTE,
                ScoringGrid.loading(run.settings(), model.network())),
            run.scoringSlots(),
            run.scoringResources().profile());
    int images = rounds.stream().mapToInt(Images::count).sum();
    return new Scoring(new ScoringJob(run.context(), model, plan), model.metric(), images);
  }

  /**
   * How networks with some weights are scored.
   *
   * @throws netadapt.BadInput if the metric says nothing of so few classes
   */
  static SharedModel model(Run run, Dataset dataset, SuperNetwork network, Weights weights) {
    check(run, network);
    return model(run, dataset, network, weights, run.settings().scoring().quality());
  }

  private static SharedModel model(
      Run run, Dataset dataset, SuperNetwork network, Weights weights, Quality quality) {
    return new SharedModel(
        network, weights, run.normalization(dataset), quality, ChosenDevice.of(run), threads(run));
  }

  /**
   * Finds out whether the network can be scored as the settings say.
   *
   * @throws netadapt.BadInput if the metric says nothing of so few classes
   */
  static void check(Run run, SuperNetwork network) {
    check(run.settings(), network);
  }

  /** The same where there is no run yet. */
  static void check(Settings settings, SuperNetwork network) {
    if (settings.scoring().quality() instanceof TopK top
        && top.k() > 1
        && network.classes() <= top.k()) {
      throw settings.mistake(
          "scoring",
          new BrokenRule(
              "metric",
              top.name(),
              "top-1 where all of the %d classes are among the first %d"
                  .formatted(network.classes(), top.k()),
              "top-1"));
    }
  }

  /**
   * The full network's statistics of batch normalisation, where scores have other ones than those
   * of the training; else none.
   */
  static Weights statistics(Run run, Dataset dataset, SuperNetwork network, Weights shared) {
    Optional<Images> calibration = calibration(run, dataset);
    if (calibration.isEmpty()) {
      return Weights.NONE;
    }
    try (Scoring scoring =
        of(run, dataset, network, shared, List.of(heldOut(run, dataset, 1)), calibration)) {
      return scoring.job.statistics("statistics of the full network", network.full());
    }
  }

  private static List<Images> test(Run run, Dataset dataset) {
    return List.of(images(run, dataset, Split.TEST, 0, dataset.count(Split.TEST), ONE));
  }

  /** The first held-out images, a random choice by the dataset's seed. */
  static Images heldOut(Run run, Dataset dataset, int images) {
    return images(run, dataset, Split.HELD_OUT, 0, images, ONE);
  }

  /**
   * Images of a split, cut as suits the task slots.
   *
   * @param networks that go through them together
   */
  private static Images images(
      Run run, Dataset dataset, Split split, int from, int to, TaskGrid.SubNetworks networks) {
    ScoringSettings settings = run.settings().scoring();
    int images = to - from;
    TaskGrid grid = ScoringGrid.grid(settings, slots(run), images, networks);
    JavaRDD<ImageShard> shards =
        dataset.shards(split, from, to, grid.shards(), ScoringGrid.batch(settings));
    return Images.copied(shards, images, grid.copies());
  }

  private static Optional<Images> calibration(Run run, Dataset dataset) {
    return calibration(run, dataset, Integer.MAX_VALUE);
  }

  /**
   * The first training images, a random choice by the dataset's seed; empty if batch normalisation
   * is not calibrated.
   *
   * @param most images, at least 1
   */
  static Optional<Images> calibration(Run run, Dataset dataset, int most) {
    int images = Math.min(most, calibrationImages(run, dataset));
    if (images == 0) {
      return Optional.empty();
    }
    int count = ScoringGrid.shards(images);
    JavaRDD<ImageShard> shards =
        dataset.shards(Split.TRAIN, 0, images, count, SharedModel.MEASURED_BATCH);
    TaskGrid grid = TaskGrid.ofShards(count, slots(run));
    return Optional.of(Images.copied(shards, images, grid.copies()));
  }

  private static TaskGrid.Slots slots(Run run) {
    return new TaskGrid.Slots(run.scoringSlots(), run.executors());
  }

  /** Where the rounds of a race end; they are equally long. */
  static int[] rounds(int images) {
    return IntStream.rangeClosed(1, ROUNDS)
        .map(round -> (int) ((long) images * round / ROUNDS))
        .distinct()
        .filter(end -> end > 0)
        .toArray();
  }

  /** How scores are read. */
  static ScoreUnit unit(Run run) {
    return run.settings().scoring().quality().unit();
  }

  /** Threads of a task. */
  static int threads(Run run) {
    int threads = run.settings().scoring().threads();
    return threads == 0 ? run.scoringResources().cpus() : threads;
  }

  /**
   * Scores samples, as one Spark job or, where they race, a few.
   *
   * @param description in Spark's pages
   * @return one per sample, in order
   */
  public List<Score> score(String description, List<Sample> samples) {
    return score(description, samples, scored -> {});
  }

  /** Scores samples; tells how many are done as their tasks end. */
  List<Score> score(String description, List<Sample> samples, LongConsumer scored) {
    List<Architecture> networks = samples.stream().map(Sample::architecture).toList();
    List<Tally> tallies;
    try (Poll poll = new Poll(() -> scored.accept(job.scored()))) {
      tallies = job.score(description, networks);
    }
    List<Double> errors = job.errors(networks, tallies);
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < tallies.size(); i++) {
      scores.add(scored(metric, samples.get(i), tallies.get(i), errors.get(i), images));
    }
    return scores;
  }

  /**
   * What a search is told of a sample.
   *
   * @param metric that it was scored by
   * @param error standard error of its score
   * @param images that it was to be scored on, if it was not dropped
   */
  public static Score scored(Quality metric, Sample sample, Tally tally, double error, int images) {
    return new Score(
        sample.index(),
        tally.score(),
        error,
        tally.correct(metric),
        tally.images(),
        tally.invalid() == 0 && tally.images() < images,
        tally.seconds(),
        tally.runtimeSeconds(),
        tally.executor());
  }

  /** One network's score on the split's images. */
  public double accuracy(String description, Architecture architecture) {
    return accuracies(description, List.of(architecture)).get(0);
  }

  /** Several networks' scores on the same images, in order; not a number if a network failed. */
  List<Double> accuracies(String description, List<Architecture> architectures) {
    return job.score(description, architectures).stream().map(Tally::score).toList();
  }

  @Override
  public void close() {
    job.close();
  }
}
