package netadapt.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.NetAdapt;
import netadapt.RunListener;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.job.Scoring;
import netadapt.run.TrainingLogRow;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;

/** Lets the benchmarks train a run's super-network and score sub-networks after every epoch. */
public final class WatchedTraining implements AutoCloseable {
  private static final Configuration HADOOP = new Configuration();

  private final int epochs;
  private final NetAdapt run;
  private List<Architecture> scored = List.of();
  private Watcher watcher = (number, accuracy) -> {};
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

  private WatchedTraining(Settings settings) {
    this.epochs = settings.supernet().plan().pace().epochs();
    this.run =
        NetAdapt.open(
            settings,
            new RunListener() {
              @Override
              public void advanced(Step step, double fraction, String what) {
                if (step == Step.TRAIN_SUPERNET) {
                  watch(fraction, what);
                }
              }
            });
    run.perform(Step.PREPARE);
  }

  /**
   * Prepares the run's images if they are not.
   *
   * @param overrides of settings; every round has to be a checkpoint
   */
  public static WatchedTraining open(Path configuration, Map<String, String> overrides) {
    return new WatchedTraining(Settings.read(configuration, overrides));
  }

  /** The run's network. */
  public SuperNetwork network() {
    return run.network();
  }

  /**
   * Trains to the end.
   *
   * @param subjects scored after every epoch
   * @return the training log
   */
  public List<TrainingLogRow> train(List<Architecture> subjects, Watcher told) {
    scored = List.copyOf(subjects);
    watcher = told;
    run.perform(Step.TRAIN_SUPERNET);
    epoch++;
    try (Scoring scoring = run.scoring()) {
      watcher.over(epoch, accuracy(scoring));
    }
    return run.tables().supernetLog();
  }

  /** In the first round of an epoch, the last checkpoint is of the end of the epoch before. */
  private void watch(double fraction, String what) {
    System.err.println(what);
    int now = (int) Math.ceil(fraction * epochs - 1e-9) - 1; // of the round's last step, from 0
    if (now > epoch) {
      epoch = now;
      CheckpointWeights.latest(new org.apache.hadoop.fs.Path(run.directory(), "supernet"), HADOOP)
          .ifPresent(this::tell);
    }
  }

  private void tell(Weights weights) {
    try (Scoring scoring = run.scoring(weights)) {
      watcher.over(epoch, accuracy(scoring));
    }
  }

  private List<Double> accuracy(Scoring scoring) {
    return scored.stream()
        .map(architecture -> scoring.accuracy("epoch " + epoch, architecture))
        .toList();
  }

  /** Removes the run; prepared images that are elsewhere stay. */
  @Override
  public void close() {
    try {
      run.directory().getFileSystem(HADOOP).delete(run.directory(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      run.close();
    }
  }
}
