package netadapt.job;

import java.util.List;
import netadapt.Step;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.data.Dataset;
import netadapt.settings.TrainingSettings;
import netadapt.train.Training;
import netadapt.train.TrainingPlan;
import netadapt.train.TrainingRound;
import org.apache.hadoop.fs.Path;

/** Trains the weights that all sub-networks share. */
final class SupernetStep implements RunStep {
  @Override
  public Step step() {
    return Step.TRAIN_SUPERNET;
  }

  @Override
  public void check(Run run) {
    if (!done(run)) {
      StartingWeights.check(run);
      ComingSteps.check(run);
    }
  }

  @Override
  public boolean done(Run run) {
    return run.supernet().complete();
  }

  @Override
  public String execute(Run run, Progress progress) {
    TrainingSettings settings = run.settings().supernet();
    Dataset dataset = run.dataset();
    SuperNetwork network = run.network(dataset);
    TrainingPlan plan = settings.plan().withSeed(run.settings().run().seed());
    int workers = workers(run, settings, run.directory().supernet());
    run.warn(TaskThreads.ofTraining(run.context(), workers));
    Training training =
        new Training(
            SubNetwork.full(network),
            true,
            plan,
            run.normalization(dataset),
            settings.augmentation());
    TrainingMetrics metrics = new TrainingMetrics(run.tracking(), "supernet");
    try (HeldOutScoring scoring = HeldOutScoring.ofSupernet(run, dataset, network)) {
      List<TrainingRound> log =
          training.run(
              run.context(),
              dataset.trainingShards(workers, run.settings().data().windowMegabytes()),
              StartingWeights.of(run, network),
              run.directory().supernet().toString(),
              run.directory()::checkLease,
              scoring.every(settings.accuracyEpochs(), false),
              TrainingLog.follow(
                      run.directory(),
                      run.directory().supernet(),
                      plan.pace().epochs(),
                      Scoring.unit(run),
                      progress)
                  .andThen(p -> metrics.record(p.log())),
              rounds -> TrainingLog.write(run.directory(), run.directory().supernet(), rounds));
      return TrainingLog.summary(log, Scoring.unit(run));
    }
  }

  /**
   * Workers of a training: those it was begun with, unless the settings say a number.
   *
   * @param folder of the training
   */
  static int workers(Run run, TrainingSettings settings, Path folder) {
    return Training.workers(
        settings.workers(), run.slots(), folder.toString(), run.directory().hadoop());
  }
}
