package netadapt.settings;

import java.util.Optional;
import netadapt.search.Strategy;
import netadapt.task.Quality;
import netadapt.task.Task;

/**
 * How sub-networks are scored.
 *
 * @param device what computes
 * @param batch images that go through a sub-network together; 0 for as many as suit the device
 * @param threads of one task; 0 for as many as it has cores
 * @param taskCpus cores of a task; 0 for as many as all tasks have
 * @param taskGpus GPUs of a task, less than 1 where tasks share one; 0 for as many as all tasks
 *     have
 * @param shards parts of the images; 0 for as many as suit the task slots
 * @param groups of the sub-networks; 0 for as few as memory and a task's time allow
 * @param groupMegabytes that the weights of a group's sub-networks may take
 * @param batchNorm where the statistics of batch normalisation are from
 * @param calibrationImages training images that statistics are recalibrated on
 * @param fineTuneSteps minibatches that each sample of a search is trained on, from its parent's
 *     weights, before it is scored; 0 to score it with the super-network's
 * @param quality what a score is
 */
public record ScoringSettings(
    DeviceChoice device,
    int batch,
    int threads,
    int taskCpus,
    double taskGpus,
    int shards,
    int groups,
    int groupMegabytes,
    BatchNorm batchNorm,
    int calibrationImages,
    int fineTuneSteps,
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

  /** Whether each sample of a search is trained before it is scored. */
  public boolean fineTunes() {
    return fineTuneSteps > 0;
  }

  /**
   * Reads the scoring.
   *
   * @param search whose samples are scored
   * @param task whose qualities scores may be
   */
  static ScoringSettings read(Section scoring, SearchSettings search, Task task) {
    ScoringSettings settings =
        new ScoringSettings(
            scoring.choice("device", DeviceChoice.class),
            scoring.integer("batch", 0),
            scoring.integer("threads", 0),
            scoring.integer("task-cpus", 0),
            scoring.number(
                "task-gpus",
                gpus -> gpus >= 0 && gpus <= 0.5 || gpus == Math.rint(gpus) && gpus > 0,
                "0, at most 0.5, or a whole number"),
            scoring.integer("shards", 0),
            scoring.integer("groups", 0),
            scoring.integer("group-megabytes", 1),
            scoring.choice("batch-norm", BatchNorm.class),
            scoring.integer("calibration-images", 1),
            scoring.integer("fine-tune-steps", 0),
            quality(scoring, task));
    if (settings.fineTunes()) {
      missingForFineTuning(settings, search)
          .ifPresent(rule -> scoring.broken("fine-tune-steps", "0 unless " + rule));
    }
    if (search.racing() && !settings.quality.countsImages() && !scoring.mistaken()) {
      scoring.broken(
          "metric",
          "one that counts images, such as top-1, where search.racing is true: a race compares the"
              + " images that only one of two networks has right");
    }
    scoring.finish();
    return settings;
  }

  private static Quality quality(Section scoring, Task task) {
    Quality first = task.qualities().get(0);
    if (!scoring.has("metric")) {
      return first;
    }
    String names = String.join(", ", task.qualities().stream().map(Quality::name).toList());
    return scoring.value(
        "metric",
        value -> Conversion.toText(value).flatMap(task::quality),
        "%s, or null for the first of them, where task is %s".formatted(names, task.name()),
        first);
  }

  /** What must hold for samples to be fine-tuned and does not; empty if all is well. */
  private static Optional<String> missingForFineTuning(
      ScoringSettings scoring, SearchSettings search) {
    if (search.plan().strategy() != Strategy.DESCENT) {
      return Optional.of(
          "search.strategy is descent, where all samples of an iteration have one parent");
    }
    if (search.racing()) {
      return Optional.of("search.racing is false: a sample is scored in the task that trains it");
    }
    if (scoring.batchNorm == BatchNorm.RECALIBRATED) {
      return Optional.of(
          "scoring.batch-norm is running: the statistics are those of the fine-tuning");
    }
    return Optional.empty();
  }
}
