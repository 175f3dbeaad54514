package netadapt.job;

import java.util.List;
import java.util.Optional;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.score.Images;
import netadapt.train.EpochAccuracy;
import netadapt.train.EpochScoring;

/**
 * Scores networks on held-out images while their weights are trained. The executors keep the images
 * from epoch to epoch.
 */
final class HeldOutScoring implements AutoCloseable {
  /** More would say little more: an accuracy's standard error is 1.6 points at most. */
  private static final int MOST_IMAGES = 1000;

  private final Run run;
  private final Dataset dataset;
  private final SuperNetwork network;
  private final List<Architecture> networks;
  private final Images heldOut;
  private final Optional<Images> calibration;

  private HeldOutScoring(
      Run run,
      Dataset dataset,
      SuperNetwork network,
      List<Architecture> networks,
      Images heldOut,
      Optional<Images> calibration) {
    this.run = run;
    this.dataset = dataset;
    this.network = network;
    this.networks = networks;
    this.heldOut = heldOut;
    this.calibration = calibration;
  }

  /**
   * Of the full network and two narrow ones, as the search will score its samples. Reads nothing
   * until it scores.
   */
  static HeldOutScoring ofSupernet(Run run, Dataset dataset, SuperNetwork network) {
    int images = Math.min(MOST_IMAGES, dataset.count(Split.HELD_OUT));
    return new HeldOutScoring(
        run,
        dataset,
        network,
        List.of(network.full(), network.narrowed(2), network.narrowed(4)),
        kept(ScoringImages.heldOut(run, dataset, network, images)),
        ScoringImages.calibration(run, dataset, MOST_IMAGES).map(HeldOutScoring::kept));
  }

  /** Of a network that is trained by itself, on all held-out images. */
  static HeldOutScoring of(Run run, Dataset dataset, SubNetwork trained) {
    return new HeldOutScoring(
        run,
        dataset,
        trained.network(),
        List.of(trained.architecture()),
        kept(ScoringImages.heldOut(run, dataset, trained.network(), dataset.count(Split.HELD_OUT))),
        Optional.empty());
  }

  private static Images kept(Images images) {
    images.keep();
    return images;
  }

  /**
   * What a training is given.
   *
   * @param epochs between two scorings; 0 for none
   * @param keepsBest whether the training is to end with the most accurate weights
   * @throws netadapt.BadInput if the settings of scoring cannot be used
   */
  EpochScoring every(int epochs, boolean keepsBest) {
    if (epochs > 0) {
      Scoring.check(run, network); // now, rather than after an epoch
    }
    return new EpochScoring(epochs, keepsBest, this::score);
  }

  /**
   * Scores the networks on the same held-out images after every epoch.
   *
   * @param epoch that has ended, from 1
   * @param weights of all that is trained
   */
  private EpochAccuracy score(int epoch, Weights weights) {
    try (Scoring scoring =
        Scoring.on(run, dataset, network, weights, heldOut.view(), calibration.map(Images::view))) {
      List<Double> accuracies = scoring.accuracies("epoch %d".formatted(epoch), networks);
      return accuracies.size() == 1
          ? EpochAccuracy.of(accuracies.get(0))
          : new EpochAccuracy(accuracies.get(0), accuracies.get(1), accuracies.get(2));
    }
  }

  /** Frees the executors of the images. */
  @Override
  public void close() {
    heldOut.free();
    calibration.ifPresent(Images::free);
  }
}
