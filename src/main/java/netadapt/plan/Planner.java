package netadapt.plan;

import java.util.List;
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
   * @param forecast of the search, whose winners may be trained on the way
   * @throws netadapt.BrokenRule if a worker has less than a minibatch of images
   */
  public List<PlannedTraining> trainings(Budgets budgets, Forecast forecast) {
    return new Trainings(setup, images.train()).networks(budgets, forecast);
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
        speeds.stream().map(hours::of).toList(),
        HourNotes.of(setup, speeds));
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
