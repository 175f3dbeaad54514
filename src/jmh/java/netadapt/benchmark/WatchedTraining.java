package netadapt.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.RunListener;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.job.Run;
import netadapt.job.Scoring;
import netadapt.job.Session;
import netadapt.job.Steps;
import netadapt.job.SupernetStep;
import netadapt.job.TrainingLog;
import netadapt.settings.Settings;
import netadapt.train.Training;
import netadapt.train.TrainingPlan;
import netadapt.train.TrainingProgress;
import netadapt.train.TrainingRound;

/** Lets the benchmarks train a run's super-network and score sub-networks after every epoch. */
public final class WatchedTraining implements AutoCloseable {
  private final Run run;
  private final Dataset dataset;
  private final SuperNetwork network;
  private int epoch;

  /** Told of epochs. */
  public interface Watcher {
    /**
     * An epoch is over, but for the steps of the round that ends in the next one. Not told of an
     * epoch that ends in the first round.
     *
     * @param number from 1
     * @param accuracy on held-out images, one per sub-network
     */
    void over(int number, List<Double> accuracy);
  }

  private WatchedTraining(Run run) {
    this.run = run;
    new Steps(run, RunListener.NONE).perform(Step.PREPARE);
    this.dataset = run.dataset();
    this.network = run.network(dataset);
  }

  /**
   * Prepares the run's images if they are not.
   *
   * @param overrides of settings; every round has to be a checkpoint
   */
  public static WatchedTraining open(Path configuration, Map<String, String> overrides) {
    Settings settings = Settings.read(configuration, overrides);
    return new WatchedTraining(
        Run.open(
            settings, Session.open(settings, System.err::println).spark(), System.err::println));
  }

  /** The run's network. */
  public SuperNetwork network() {
    return network;
  }

  /**
   * Trains to the end.
   *
   * @param scored after every epoch
   * @return the training log
   */
  public List<TrainingRound> train(List<Architecture> scored, Watcher watcher) {
    TrainingPlan plan = run.settings().supernet().plan().withSeed(run.settings().run().seed());
    Training training =
        new Training(
            SubNetwork.full(network), true, plan, run.normalization(dataset), run.augmentation());
    String folder = run.directory().supernet().toString();
    List<TrainingRound> log =
        training.run(
            run.context(),
            SupernetStep.images(
                dataset,
                SupernetStep.workers(run, run.settings().supernet(), run.directory().supernet())),
            Optional.empty(),
            folder,
            progress -> watch(progress, folder, plan, scored, watcher),
            rounds -> {});
    epoch++;
    watcher.over(epoch, accuracy(run.supernet().weights(), scored));
    return log;
  }

  /** In the first round of an epoch, the last checkpoint is of the end of the epoch before. */
  private void watch(
      TrainingProgress progress,
      String folder,
      TrainingPlan plan,
      List<Architecture> scored,
      Watcher watcher) {
    System.err.println(TrainingLog.line(progress, plan.pace().epochs()));
    if (progress.last().epoch() > epoch) {
      epoch = progress.last().epoch();
      CheckpointWeights.latest(folder, run.directory().hadoop())
          .ifPresent(weights -> watcher.over(epoch, accuracy(weights, scored)));
    }
  }

  private List<Double> accuracy(Weights weights, List<Architecture> scored) {
    try (Scoring scoring = Scoring.ofSamples(run, dataset, network, weights)) {
      return scored.stream()
          .map(architecture -> scoring.accuracy("epoch " + epoch, architecture))
          .toList();
    }
  }

  /** Removes the run; prepared images that are elsewhere stay. */
  @Override
  public void close() {
    run.directory().delete(run.directory().root());
    run.spark().stop();
  }
}
