package netadapt.settings;

import netadapt.score.Quality;
import netadapt.score.TopK;

/**
 * How sub-networks are scored.
 *
 * @param device what computes
 * @param batch images that go through a sub-network together; 0 for as many as suit the device
 * @param threads of one task; 0 for as many as it has cores
 * @param shards parts of the images; 0 for as many as suit the task slots
 * @param groups of the sub-networks; 0 for as few as memory and a task's time allow
 * @param groupMegabytes that the weights of a group's sub-networks may take
 * @param batchNorm where the statistics of batch normalisation are from
 * @param calibrationImages training images that statistics are recalibrated on
 * @param quality what a score is
 */
public record ScoringSettings(
    DeviceChoice device,
    int batch,
    int threads,
    int shards,
    int groups,
    int groupMegabytes,
    BatchNorm batchNorm,
    int calibrationImages,
    Quality quality) {
  /** What computes. */
  public enum DeviceChoice {
    /** The GPU in a program built with {@code -Pgpu}. */
    AUTO,
    CPU,
    GPU
  }

  /** Where the statistics of batch normalisation are from. */
  public enum BatchNorm {
    RUNNING,
    RECALIBRATED;

    /** As in configurations and tables. */
    public String word() {
      return Section.word(this);
    }
  }

  /** What a score is. */
  private enum QualityChoice {
    TOP_1(1),
    TOP_5(5);

    private final int k;

    QualityChoice(int k) {
      this.k = k;
    }

    Quality quality() {
      return new TopK(k);
    }
  }

  static ScoringSettings read(Section scoring) {
    ScoringSettings settings =
        new ScoringSettings(
            scoring.choice("device", DeviceChoice.class),
            scoring.integer("batch", 0),
            scoring.integer("threads", 0),
            scoring.integer("shards", 0),
            scoring.integer("groups", 0),
            scoring.integer("group-megabytes", 1),
            scoring.choice("batch-norm", BatchNorm.class),
            scoring.integer("calibration-images", 1),
            scoring.choice("metric", QualityChoice.class).quality());
    scoring.finish();
    return settings;
  }
}
