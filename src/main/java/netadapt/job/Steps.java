package netadapt.job;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import netadapt.RunListener;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.rank.RankCheck;
import netadapt.rank.RankPlan;
import netadapt.run.RunLease;
import netadapt.run.ScoreTable;
import netadapt.run.TrainedNetwork;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;

/** Does steps of a run in order, and trainings beside them, skipping what is done. */
public final class Steps {
  private static final List<RunStep> ALL =
      List.of(
          new PrepareStep(),
          new SupernetStep(),
          new SearchStep(),
          new TrainStep(),
          new ExportStep(),
          new ReportStep());

  private static final String SCORE = "score";
  private static final String RANK_CHECK = "rank-check";

  private final Run run;
  private final RunListener listener;
  private final Cancellation cancellation;

  /**
   * @param listener told of every step
   */
  public Steps(Run run, RunListener listener) {
    this.run = run;
    this.listener = listener;
    this.cancellation = new Cancellation(run.spark().sparkContext());
  }

  /**
   * Finds the mistakes of a search before any work, by the network with as many classes as are
   * written.
   *
   * @throws netadapt.BadInput if there is one
   */
  public static void check(Settings settings) {
    NetworkFile file = NetworkFile.open(settings.network());
    SuperNetwork written = file.network();
    SuperNetwork network = file.network(settings.data().input(written.input()), written.classes());
    settings.using(
        "search", () -> SearchStep.search(network, Metrics.of(settings), settings.search()));
  }

  /**
   * Does steps.
   *
   * @throws netadapt.BadInput if a step before them is missing, or their settings are not those
   *     they were begun with
   * @throws netadapt.Stopped if {@link #cancel} was called
   * @throws netadapt.OutOfSpace if a disk is full
   */
  public void perform(Step... steps) {
    try {
      KeptConfiguration kept = KeptConfiguration.of(run);
      kept.check(Arrays.asList(steps));
      for (Step step : steps) {
        of(step).check(run);
      }
      boolean only = steps.length == 1;
      int first = 0;
      while (first < steps.length && !(only && of(steps[0]).repeats()) && done(steps[first])) {
        listener.skipped(steps[first]);
        first++;
      }
      if (first < steps.length) {
        performAlone(Arrays.asList(steps).subList(first, steps.length), only, kept);
      }
    } catch (Throwable failure) { // Hadoop throws an Error where a local disk is full
      FullDisk.of(run).throwIfBehind(failure);
      throw failure;
    } finally {
      cancellation.reset();
    }
  }

  /**
   * Scores sub-networks with the shared weights, and keeps the table.
   *
   * @param networks at least one
   * @param name of the table
   * @throws netadapt.BadInput if the super-network is not trained, its settings have changed, or a
   *     table has that name
   * @throws netadapt.Stopped if {@link #cancel} was called
   * @throws netadapt.OutOfSpace if a disk is full
   */
  public ScoreTable score(List<Architecture> networks, String name) {
    return beside(
        SCORE,
        listener::working,
        progress -> new NetworkScoring(run).score(networks, name, progress));
  }

  /**
   * Checks how well shared weights rank sub-networks.
   *
   * @throws netadapt.BadInput if the super-network is not trained, or settings have changed
   * @throws netadapt.Stopped if {@link #cancel} was called
   * @throws netadapt.OutOfSpace if a disk is full
   */
  public RankCheck rankCheck(RankPlan plan) {
    return beside(
        RANK_CHECK,
        listener::working,
        progress ->
            run.settings().using("train", () -> new RankChecking(run, plan).check(progress)));
  }

  /** Does what is no step, with the shared weights, where their settings have not changed. */
  private <T> T beside(String word, Progress told, Function<Progress, T> work) {
    try {
      new KeptConfiguration(run.directory(), run.settings(), Redaction.of(run.context().getConf()))
          .check(List.of(Step.TRAIN_SUPERNET));
      Progress progress =
          (fraction, what) -> {
            cancellation.stopIfCancelled(word);
            run.directory().checkLease();
            told.update(fraction, what);
          };
      return cancellation.run(word, () -> work.apply(progress));
    } catch (Throwable failure) { // Hadoop throws an Error where a local disk is full
      FullDisk.of(run).throwIfBehind(failure);
      throw failure;
    } finally {
      cancellation.reset();
    }
  }

  /**
   * Trains an architecture in a folder of its own, unless that is done. The listener is told of it
   * as of the step {@link Step#TRAIN}.
   *
   * @throws netadapt.BadInput if the user has to change something first
   * @throws netadapt.Stopped if {@link #cancel} was called
   * @throws netadapt.OutOfSpace if a disk is full
   */
  public TrainedNetwork train(Architecture architecture, long seed) {
    try {
      SeparateTraining training = SeparateTraining.of(run, run.dataset(), architecture, seed);
      training.check();
      if (training.result().isPresent()) {
        listener.skipped(Step.TRAIN);
      } else {
        try (RunLease lease = run.lease()) {
          perform(Step.TRAIN, progress -> training.execute(/* mayDiverge= */ false, progress));
        }
      }
      return training.result().orElseThrow();
    } catch (Throwable failure) { // Hadoop throws an Error where a local disk is full
      FullDisk.of(run).throwIfBehind(failure);
      throw failure;
    } finally {
      cancellation.reset();
    }
  }

  /** Whether a step's results are all there. */
  public boolean done(Step step) {
    return of(step).done(run);
  }

  /** Ends what another thread does or is about to do; what is committed stays. */
  public void cancel() {
    cancellation.cancel();
  }

  /** Does steps while no other process does, of which the first is to be done. */
  private void performAlone(List<Step> steps, boolean only, KeptConfiguration kept) {
    RunStep first = of(steps.get(0));
    if (only && first.repeats()) { // a report, which may be asked for while others work
      perform(first.step(), progress -> first.execute(run, progress));
      return;
    }
    if (!kept.keeps(first.step()) && !run.directory().exists(run.directory().root())) {
      perform(first, kept); // it will say what is missing, and no directory is made
      return;
    }
    try (RunLease lease = run.lease()) {
      boolean worked = false;
      for (Step step : steps) {
        if (worked) {
          of(step).check(run); // again, by what the steps before have left
        }
        boolean repeated = of(step).repeats() && (worked || only);
        if (!repeated && done(step)) {
          listener.skipped(step);
        } else {
          perform(of(step), kept);
          worked = true;
        }
      }
    }
  }

  private void perform(RunStep work, KeptConfiguration kept) {
    Step step = work.step();
    perform(
        step,
        progress -> {
          kept.begin(step);
          long began = System.nanoTime();
          String result = work.execute(run, progress);
          new Results(run.directory()).took(step.word(), (System.nanoTime() - began) / 1e9);
          return result;
        });
  }

  private void perform(Step step, Function<Progress, String> work) {
    listener.started(step);
    boolean done = false;
    try {
      String result =
          cancellation.run(
              step.word(),
              () -> run.settings().using(section(step), () -> work.apply(progress(step))));
      done = true;
      listener.done(step, result);
    } finally {
      if (!done) {
        listener.interrupted(step);
      }
    }
  }

  private Progress progress(Step step) {
    return (fraction, what) -> {
      cancellation.stopIfCancelled(step.word());
      run.directory().checkLease();
      listener.advanced(step, fraction, what);
    };
  }

  /** Where a step's settings are. */
  private static String section(Step step) {
    return switch (step) {
      case PREPARE -> "data";
      case TRAIN_SUPERNET -> "supernet";
      case SEARCH -> "search";
      case TRAIN, EXPORT -> "train";
      case REPORT -> "run";
    };
  }

  private static RunStep of(Step step) {
    return ALL.get(step.ordinal());
  }
}
