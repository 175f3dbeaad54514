package netadapt.job;

import java.util.List;
import java.util.Optional;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.score.Images;
import netadapt.train.EpochAccuracy;
import netadapt.train.EpochScoring;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Scores the full network and two narrow ones, as the search will score its samples, while the
 * super-network is trained. The executors keep the images from epoch to epoch.
 */
final class SupernetScoring implements AutoCloseable {
  /** More would say little more: an accuracy's standard error is 1.6 points at most. */
  private static final int MOST_IMAGES = 1000;

  private final Run run;
  private final Dataset dataset;
  private final SuperNetwork network;
  private final Images heldOut;
  private final Optional<Images> calibration;

  private SupernetScoring(
      Run run,
      Dataset dataset,
      SuperNetwork network,
      Images heldOut,
      Optional<Images> calibration) {
    this.run = run;
    this.dataset = dataset;
    this.network = network;
    this.heldOut = heldOut;
    this.calibration = calibration;
  }

  /** Reads nothing until it scores. */
  static SupernetScoring of(Run run, Dataset dataset, SuperNetwork network) {
    int images = Math.min(MOST_IMAGES, dataset.count(Split.HELD_OUT));
    return new SupernetScoring(
        run,
        dataset,
        network,
        kept(Scoring.heldOut(run, dataset, images)),
        Scoring.calibration(run, dataset, MOST_IMAGES).map(SupernetScoring::kept));
  }

  private static Images kept(Images images) {
    return new Images(images.shards().persist(StorageLevel.MEMORY_AND_DISK()), images.count());
  }

  /**
   * What a training is given.
   *
   * @param epochs between two scorings; 0 for none
   * @throws netadapt.BadInput if the settings of scoring cannot be used
   */
  EpochScoring every(int epochs) {
    if (epochs > 0) {
      Scoring.check(run, network); // now, rather than after an epoch
    }
    return new EpochScoring(epochs, this::score);
  }

  /**
   * Scores the networks on the same held-out images after every epoch.
   *
   * @param epoch that has ended, from 1
   * @param weights of the whole super-network
   */
  private EpochAccuracy score(int epoch, Weights weights) {
    List<Architecture> networks = List.of(network.full(), network.narrowed(2), network.narrowed(4));
    try (Scoring scoring =
        Scoring.on(
            run,
            dataset,
            network,
            weights,
            view(heldOut),
            calibration.map(SupernetScoring::view))) {
      List<Double> accuracies = scoring.accuracies("epoch %d".formatted(epoch), networks);
      return new EpochAccuracy(accuracies.get(0), accuracies.get(1), accuracies.get(2));
    }
  }

  /** Images that the end of a scoring may free. */
  private static Images view(Images images) {
    JavaRDD<ImageShard> shards = images.shards().map(shard -> shard);
    return new Images(shards, images.count());
  }

  /** Frees the executors of the images. */
  @Override
  public void close() {
    heldOut.shards().unpersist();
    calibration.ifPresent(images -> images.shards().unpersist());
  }
}
