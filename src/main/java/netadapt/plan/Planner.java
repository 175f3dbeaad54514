package netadapt.plan;

import java.util.List;
import java.util.Optional;
import netadapt.search.Budgets;
import netadapt.search.Forecast;
import netadapt.settings.ScoringSettings;
import netadapt.settings.ScoringSettings.BatchNorm;

/** Works out the work of a run. */
public final class Planner {
  private final Setup setup;
  private final ImageCounts images;

  public Planner(Setup setup, ImageCounts images) {
    this.setup = setup;
    this.images = images;
  }

  /**
   * The training of the shared weights.
   *
   * @throws netadapt.BrokenRule if a worker has less than a minibatch of images
   */
  public PlannedTraining supernet() {
    return new Trainings(setup, images.train()).supernet();
  }

  /**
   * The trainings after the search.
   *
   * @param budgets whose networks are trained
   * @throws netadapt.BrokenRule if a worker has less than a minibatch of images
   */
  public List<PlannedTraining> trainings(Budgets budgets) {
    return new Trainings(setup, images.train()).networks(budgets);
  }

  /**
   * All work.
   *
   * @param speeds of what may compute
   */
  public Workload workload(
      PlannedTraining supernet,
      Forecast forecast,
      List<PlannedTraining> trainings,
      List<DeviceSpeed> speeds) {
    PlannedSearch search = search(forecast);
    Hours hours = new Hours(setup, images.train(), supernet, trainings, search);
    return new Workload(
        supernet,
        search,
        trainings,
        Volumes.of(setup, images, supernet, trainings, search),
        speeds.stream().map(hours::of).toList());
  }

  /**
   * Whether a worker has more images than one array may hold, in a sentence; empty if all is well.
   */
  public Optional<String> crowded(PlannedTraining supernet) {
    int workers = supernet.workers();
    double bytes = images.train() * setup.imageBytes();
    if (!StoredImages.fitted(setup) || bytes / workers <= Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        ("each of %d workers would have %.1f GB of training images but must have less than 2.1: train"
                + " with at least %.0f workers (supernet.workers, train.workers)")
            .formatted(workers, bytes / workers / 1e9, Math.ceil(bytes / Integer.MAX_VALUE)));
  }

  private PlannedSearch search(Forecast forecast) {
    ScoringSettings scoring = setup.settings().scoring();
    int calibration =
        scoring.batchNorm() == BatchNorm.RECALIBRATED
            ? Math.min(scoring.calibrationImages(), images.train())
            : 0;
    return PlannedSearch.of(
        forecast,
        setup.settings().search().plan().samples(),
        images.heldOut() + calibration,
        setup.macs(),
        (long) scoring.fineTuneSteps() * setup.settings().train().plan().pace().batch());
  }
}
