package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.score.Images;
import netadapt.score.SharedModel;
import netadapt.score.TaskGrid;
import netadapt.settings.ScoringSettings;
import org.apache.spark.api.java.JavaRDD;

/** Which images networks are scored and calibrated on, cut as suits the task slots. */
final class ScoringImages {
  /** A network by itself, whatever it takes to load. */
  private static final TaskGrid.SubNetworks ONE = new TaskGrid.SubNetworks(1, 1, 0);

  /** More save hardly more images, and after each models may have to be loaded anew. */
  private static final int ROUNDS = 8;

  /** Images of a split, from one up to but without another. */
  private record Part(Split split, int from, int to) {
    static Part whole(Dataset dataset, Split split) {
      return new Part(split, 0, dataset.count(split));
    }

    int images() {
      return to - from;
    }
  }

  private ScoringImages() {}

  /** The held-out images, by the rounds of a race if samples are to race. */
  static List<Images> ofSamples(Run run, Dataset dataset, SuperNetwork network) {
    int images = dataset.count(Split.HELD_OUT);
    int[] ends = run.settings().search().racing() ? rounds(images) : new int[] {images};
    TaskGrid.SubNetworks together =
        ScoringGrid.subNetworks(run.settings(), network, run.settings().search().plan().samples());
    List<Images> rounds = new ArrayList<>();
    int from = 0;
    for (int to : ends) {
      rounds.add(images(run, dataset, network, new Part(Split.HELD_OUT, from, to), together));
      from = to;
    }
    return rounds;
  }

  /**
   * All held-out images.
   *
   * @param networks that are scored on them together
   */
  static Images ofAll(Run run, Dataset dataset, SuperNetwork network, int networks) {
    TaskGrid.SubNetworks together = ScoringGrid.subNetworks(run.settings(), network, networks);
    return images(run, dataset, network, Part.whole(dataset, Split.HELD_OUT), together);
  }

  /** All test images, cut as for one sub-network. */
  static Images test(Run run, Dataset dataset, SuperNetwork network) {
    return images(run, dataset, network, Part.whole(dataset, Split.TEST), ONE);
  }

  /**
   * The first held-out images, a random choice by the dataset's seed, cut as for one sub-network.
   */
  static Images heldOut(Run run, Dataset dataset, SuperNetwork network, int images) {
    return images(run, dataset, network, new Part(Split.HELD_OUT, 0, images), ONE);
  }

  /**
   * Images cut as suits the task slots.
   *
   * @param networks that go through them together
   */
  private static Images images(
      Run run, Dataset dataset, SuperNetwork network, Part part, TaskGrid.SubNetworks networks) {
    ScoringSettings settings = run.settings().scoring();
    int batch = ScoringGrid.batch(settings, network);
    TaskGrid grid = ScoringGrid.grid(settings, run.scoringSlots(), part.images(), batch, networks);
    JavaRDD<ImageShard> shards =
        dataset.shards(part.split(), part.from(), part.to(), grid.shards(), batch);
    return Images.copied(shards, part.images(), grid.copies());
  }

  /** The images that samples are calibrated on; empty if batch normalisation is not. */
  static Optional<Images> calibration(Run run, Dataset dataset) {
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
    TaskGrid grid = TaskGrid.ofShards(count, run.scoringSlots());
    return Optional.of(Images.copied(shards, images, grid.copies()));
  }

  /** Where the rounds of a race end; they are equally long. */
  static int[] rounds(int images) {
    return IntStream.rangeClosed(1, ROUNDS)
        .map(round -> (int) ((long) images * round / ROUNDS))
        .distinct()
        .filter(end -> end > 0)
        .toArray();
  }

  /** How many training images batch normalisation is calibrated on; 0 if it is not. */
  static int calibrationImages(Run run, Dataset dataset) {
    ScoringSettings settings = run.settings().scoring();
    return settings.batchNorm() == ScoringSettings.BatchNorm.RECALIBRATED
        ? Math.min(settings.calibrationImages(), dataset.count(Split.TRAIN))
        : 0;
  }
}
