package netadapt.job;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import netadapt.FileSystemCheck;
import netadapt.JobLabels;
import netadapt.RunListener;
import netadapt.Step;
import netadapt.Stopped;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.metrics.RunEnd;
import netadapt.rank.RankCheck;
import netadapt.rank.RankPlan;
import netadapt.run.RunLease;
import netadapt.run.ScoreTable;
import netadapt.run.TrainedNetwork;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;

/**
 * Does steps of a run in order, and trainings beside them, skipping what is done. Of a piece of
 * work only, such as a call of a user, until closed: so what cancels it cancels nothing else.
 */
public final class Steps implements AutoCloseable {
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
  private final Consumer<Steps> ended;

  /**
   * @param listener told of every step
   * @param cancellation of this piece of work
   * @param ended told of the end
   */
  Steps(Run run, RunListener listener, Cancellation cancellation, Consumer<Steps> ended) {
    this.run = run;
    this.listener = listener;
    this.cancellation = cancellation;
    this.ended = ended;
  }

  /**
   * Finds the mistakes of a search before any work.
   *
   * @throws netadapt.BadInput if there is one
   */
  public static void check(Settings settings) {
    Configuration hadoop = HadoopSettings.ofProcess(settings.spark());
    FileSystemCheck.reach("run.directory", settings.run().directory(), hadoop);
    FileSystemCheck.reach("data.directory", settings.data().directory(), hadoop);
    SuperNetwork network = PlannedNetwork.of(settings, hadoop);
    settings.using(
        "search", () -> SearchStep.search(network, Metrics.of(settings), settings.search()));
  }

  /**
   * Does steps.
   *
   * @throws netadapt.BadInput if a step before them is missing, their settings are not those they
   *     were begun with, or another process works in the directory
   * @throws netadapt.Stopped if {@link #cancel} was called
   * @throws netadapt.OutOfSpace if a disk is full
   */
  public void perform(Step... steps) {
    telling(
        () -> {
          performMissing(Arrays.asList(steps));
          return null;
        });
  }

  /**
   * Scores sub-networks with the shared weights, and keeps the table.
   *
   * @param networks at least one
   * @param name of the table
   * @throws netadapt.BadInput if the super-network is not trained, its settings have changed, a
   *     table has that name, or another process works in the directory
   * @throws netadapt.Stopped if {@link #cancel} was called
   * @throws netadapt.OutOfSpace if a disk is full
   */
  public ScoreTable score(List<Architecture> networks, String name) {
    return beside(SCORE, progress -> new NetworkScoring(run).score(networks, name, progress));
  }

  /**
   * Checks how well shared weights rank sub-networks.
   *
   * @throws netadapt.BadInput if the super-network is not trained, settings have changed, or
   *     another process works in the directory
   * @throws netadapt.Stopped if {@link #cancel} was called
   * @throws netadapt.OutOfSpace if a disk is full
   */
  public RankCheck rankCheck(RankPlan plan) {
    return beside(
        RANK_CHECK,
        progress ->
            run.settings().using("train", () -> new RankChecking(run, plan).check(progress)));
  }

  /** Does what is no step, with the shared weights, where their settings have not changed. */
  private <T> T beside(String word, Function<Progress, T> work) {
    return telling(
        () -> {
          KeptConfiguration.of(run).check(List.of(Step.TRAIN_SUPERNET));
          try (JobLabels labels = JobLabels.set(run.context(), word)) {
            return cancellation.run(word, () -> work.apply(progress(word, listener::working)));
          }
        });
  }

  /**
   * Trains an architecture in a folder of its own, unless that is done. The listener is told of it
   * as of the step {@link Step#TRAIN}.
   *
   * @throws netadapt.BadInput if the user has to change something first, or another process works
   *     in the directory
   * @throws netadapt.Stopped if {@link #cancel} was called
   * @throws netadapt.OutOfSpace if a disk is full
   */
  public TrainedNetwork train(Architecture architecture, long seed) {
    return telling(
        () -> {
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
        });
  }

  /** Whether a step's results are all there. */
  public static boolean done(Run run, Step step) {
    return of(step).done(run);
  }

  /** Ends this piece of work, from any thread; what is committed stays. */
  public void cancel() {
    cancellation.cancel();
  }

  /** Ends what cancels this piece of work, which is over. */
  @Override
  public void close() {
    cancellation.close();
    ended.accept(this);
  }

  /** Tells of a full disk, and of executors without enough memory, as such. */
  private <T> T telling(Supplier<T> work) {
    KilledExecutors killed = KilledExecutors.of(run.context().sc());
    try {
      return work.get();
    } catch (Throwable failure) { // Hadoop throws an Error where a local disk is full
      FullDisk.of(run).throwIfBehind(failure);
      killed.throwIfBehind(failure);
      throw failure;
    } finally {
      killed.close();
    }
  }

  /** Does steps from the first on that is not done, if there is one. */
  private void performMissing(List<Step> steps) {
    KeptConfiguration kept = KeptConfiguration.of(run);
    kept.check(steps);
    for (Step step : steps) {
      of(step).check(run);
    }
    if (steps.size() == 1 && of(steps.get(0)).repeats()) { // a report: while others work, too
      perform(steps.get(0), progress -> of(steps.get(0)).execute(run, progress));
      return;
    }
    int first = 0;
    while (first < steps.size() && done(run, steps.get(first))) {
      listener.skipped(steps.get(first));
      first++;
    }
    if (first < steps.size()) {
      performAlone(steps.subList(first, steps.size()), kept);
    }
  }

  /** Does steps while no other process does, of which the first is to be done. */
  private void performAlone(List<Step> steps, KeptConfiguration kept) {
    RunStep first = of(steps.get(0));
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
        boolean repeated = of(step).repeats() && worked;
        if (!repeated && done(run, step)) {
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
          KeptBackground.keepNetwork(run, step);
          long began = System.nanoTime();
          String result = work.execute(run, progress);
          double seconds = (System.nanoTime() - began) / 1e9;
          new Results(run.directory()).took(step.word(), seconds, run.emission(seconds));
          return result;
        });
  }

  private void perform(Step step, Function<Progress, String> work) {
    listener.started(step);
    Progress progress =
        progress(step.word(), (fraction, what) -> listener.advanced(step, fraction, what));
    RunEnd end = RunEnd.FAILED;
    try (JobLabels labels = JobLabels.set(run.context(), step.word())) {
      String result =
          cancellation.run(
              step.word(), () -> run.settings().using(section(step), () -> work.apply(progress)));
      end = RunEnd.FINISHED;
      listener.done(step, result);
    } catch (Stopped stopped) {
      end = RunEnd.STOPPED;
      throw stopped;
    } finally {
      run.ended(step, end);
      if (end != RunEnd.FINISHED) {
        listener.interrupted(step);
      }
    }
  }

  /** Ends what must not go on, and else tells how far it is. */
  private Progress progress(String word, Progress told) {
    return (fraction, what) -> {
      cancellation.stopIfCancelled(word);
      run.directory().checkLease();
      told.update(fraction, what);
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
