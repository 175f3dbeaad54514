package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import netadapt.BrokenRule;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.score.GroupSize;
import netadapt.score.Images;
import netadapt.score.ScoringJob;
import netadapt.score.SharedModel;
import netadapt.score.Tally;
import netadapt.search.Sample;
import netadapt.search.Score;
import netadapt.settings.ScoringSettings;
import netadapt.settings.Settings;
import netadapt.task.Quality;
import netadapt.task.ScoreUnit;
import netadapt.task.TopK;

/** Puts the scoring job behind what the search and the final report ask for. */
public final class Scoring implements AutoCloseable {
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
    List<Images> rounds = ScoringImages.ofSamples(run, dataset, network);
    return of(run, dataset, network, shared, rounds, ScoringImages.calibration(run, dataset));
  }

  /** Scores networks as samples are scored, but all of them on all held-out images: no race. */
  static Scoring ofAll(
      Run run, Dataset dataset, SuperNetwork network, Weights shared, int networks) {
    List<Images> all = List.of(ScoringImages.ofAll(run, dataset, network, networks));
    return of(run, dataset, network, shared, all, ScoringImages.calibration(run, dataset));
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
    return of(
        run,
        dataset,
        network,
        shared,
        List.of(ScoringImages.test(run, dataset, network)),
        ScoringImages.calibration(run, dataset));
  }

  /** Scores a network that has been trained by itself on the test images, by some quality. */
  static Scoring ofTrained(
      Run run, Dataset dataset, SuperNetwork network, Weights own, Quality quality) {
    check(run, network);
    List<Images> images = List.of(ScoringImages.test(run, dataset, network));
    return of(run, model(run, dataset, network, own, quality), images, Optional.empty());
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
    Optional<Images> calibration = ScoringImages.calibration(run, dataset);
    if (calibration.isEmpty()) {
      return Weights.NONE;
    }
    List<Images> one = List.of(ScoringImages.heldOut(run, dataset, network, 1));
    try (Scoring scoring = of(run, dataset, network, shared, one, calibration)) {
      return scoring.job.statistics("statistics of the full network", network.full());
    }
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
