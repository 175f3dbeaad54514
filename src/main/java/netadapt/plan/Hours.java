package netadapt.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import netadapt.BrokenRule;
import netadapt.settings.TrainingSettings;
import netadapt.train.TrainingLength;
import netadapt.train.TrainingPlan;

/** How long the steps of a run take at some speed. */
final class Hours {
  private static final List<Integer> EXECUTORS = List.of(1, 2, 4, 8, 16, 64, 256);

  /** Assumed of the network between executors: 10 Gbit/s, in bytes. */
  private static final double BYTES_PER_SECOND = 1.25e9;

  /** A worker receives what all begin with, and sends its own and receives as much to average. */
  private static final int TIMES_SENT = 3;

  private static final double SECONDS = 3600;

  private final Setup setup;
  private final int images;
  private final PlannedTraining supernet;
  private final List<PlannedTraining> trainings;
  private final PlannedSearch search;

  /**
   * @param images to train on
   */
  Hours(
      Setup setup,
      int images,
      PlannedTraining supernet,
      List<PlannedTraining> trainings,
      PlannedSearch search) {
    this.setup = setup;
    this.images = images;
    this.supernet = supernet;
    this.trainings = trainings;
    this.search = search;
  }

  DeviceHours of(DeviceSpeed speed) {
    List<StepHours> hours = new ArrayList<>();
    for (int executors : EXECUTORS) {
      hours.add(of(speed, executors));
    }
    double rate = setup.settings().carbon().poundsPerHour();
    OptionalDouble alone = hours.get(0).together();
    return new DeviceHours(
        speed,
        hours,
        alone.isPresent() ? OptionalDouble.of(rate * alone.getAsDouble()) : OptionalDouble.empty());
  }

  private StepHours of(DeviceSpeed speed, int executors) {
    return new StepHours(
        executors,
        hours(
            () ->
                training(
                    supernet,
                    setup.settings().supernet(),
                    supernet.macs() / speed.trainingMacsOfTask(),
                    speed,
                    executors)),
        hours(() -> search(speed, executors)),
        hours(
            () -> {
              double seconds = 0;
              for (PlannedTraining one : trainings) {
                double perImage = one.macs() / speed.trainingMacsOfTask() + teacher(speed);
                seconds += training(one, setup.settings().train(), perImage, speed, executors);
              }
              return seconds;
            }));
  }

  /** Empty where a worker would have less than a minibatch, or a device cannot train. */
  private static OptionalDouble hours(DoubleSupplier seconds) {
    try {
      double hours = seconds.getAsDouble() / SECONDS;
      return Double.isFinite(hours) ? OptionalDouble.of(hours) : OptionalDouble.empty();
    } catch (BrokenRule tooFewImages) {
      return OptionalDouble.empty();
    }
  }

  /**
   * Seconds of a training. Where there are fewer tasks at a time than workers, these work in turns.
   *
   * @param secondsPerImage of one worker
   */
  private double training(
      PlannedTraining training,
      TrainingSettings settings,
      double secondsPerImage,
      DeviceSpeed speed,
      int executors) {
    if (!speed.trains()) {
      return Double.POSITIVE_INFINITY;
    }
    int slots = executors * speed.tasks();
    int workers = settings.workers() == 0 ? slots : settings.workers();
    int turns = (workers + slots - 1) / slots;
    double averaging = TIMES_SENT * training.state().bytes() / BYTES_PER_SECOND;
    TrainingPlan plan = settings.plan().withEpochs(training.epochs());
    return TrainingLength.seconds(plan, images, workers, 1 / (turns * secondsPerImage), averaging);
  }

  /** Seconds that a teacher takes for an image; none beside a GPU, where it has other cores. */
  private double teacher(DeviceSpeed speed) {
    return speed.processor() ? setup.teacherMacs().orElse(0) / speed.scoringMacsOfTask() : 0;
  }

  private double search(DeviceSpeed speed, int executors) {
    double scoring = search.scoringMacs() / speed.scoringMacs();
    double fineTuning =
        search.fineTunedImages() == 0
            ? 0
            : search.fineTunedImages() * supernet.macs() / speed.trainingMacs();
    return (scoring + fineTuning) / executors;
  }
}
