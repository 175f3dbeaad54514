package netadapt.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.Dataset;
import netadapt.data.Split;
import netadapt.data.TrainingShard;
import netadapt.settings.TrainingSettings;
import netadapt.settings.TrainingSettings.InitialWeights;
import netadapt.task.Quality;
import netadapt.train.EpochScoring;
import netadapt.train.ModelFolder;
import netadapt.train.SentTeacher;
import netadapt.train.Teaching;
import netadapt.train.Training;
import netadapt.train.TrainingPlan;
import netadapt.train.TrainingRound;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;

/**
 * The training of one sub-network by itself, with the settings {@code train}, and its test.
 *
 * @param network what is trained
 * @param seed of everything random in the training
 * @param folder where the model, the checkpoints and the log are kept, in the run directory
 */
record ArchitectureTraining(Run run, Dataset dataset, SubNetwork network, long seed, Path folder) {

  /** What the training leaves; complete once it is over. */
  ModelFolder model() {
    return new ModelFolder(folder.toString(), run.directory().hadoop());
  }

  /**
   * The super-network's weights, if the settings say to start from them; empty for random ones.
   *
   * @throws BadInput if the super-network is not trained
   */
  Optional<Weights> shared() {
    checkInitialWeights();
    return startsFromShared() ? Optional.of(run.supernet().weights()) : Optional.empty();
  }

  /**
   * Finds out whether the weights to start from are there.
   *
   * @throws BadInput if they are those of a super-network that is not trained
   */
  void checkInitialWeights() {
    if (alongTrajectory() && run.directory().iterations().isEmpty()) {
      throw new BadInput(
          ("train.initial-weights is trajectory but there is no search in %s: run search first, or"
                  + " set train.initial-weights = shared")
              .formatted(run.directory().root()));
    }
    if (startsFromShared() && !run.supernet().complete()) {
      throw new BadInput(
          ("no trained super-network in %s: run train-supernet first, or set"
                  + " train.initial-weights = random")
              .formatted(run.directory().supernet()));
    }
  }

  /**
   * Trains to the end, from the last checkpoint if there is one.
   *
   * @param shared the super-network's weights to start from; random ones if empty
   * @param teacher to learn from, if any
   * @return the training log
   * @throws netadapt.BrokenRule if a setting breaks a rule
   */
  List<TrainingRound> train(
      Optional<Weights> shared, Optional<ChosenTeacher> teacher, Progress progress) {
    TrainingSettings settings = run.settings().train();
    TrainingPlan plan = settings.plan().withSeed(seed);
    int workers = SupernetStep.workers(run, settings, folder);
    run.warn(TaskThreads.ofTraining(run.context(), workers));
    TrajectoryTraining trajectory = trajectory();
    Progress first = progress.part(0, share(trajectory));
    Progress rest = progress.part(share(trajectory), 1);
    TrainingMetrics metrics = new TrainingMetrics(run.tracking(), "train/" + folder.getName());
    Optional<SentTeacher> sent = teacher.map(chosen -> chosen.send(run.context()));
    Teaching teaching = sent.<Teaching>map(one -> one).orElse(Teaching.NONE);
    try (HeldOutScoring scoring = HeldOutScoring.of(run, dataset, network)) {
      int epochs = settings.trajectoryEpochs();
      Optional<Weights> initial =
          shared
              .map(weights -> trajectory.train(weights, plan, epochs, teaching, first))
              .map(weights -> Slicer.slice(weights, network));
      return training(network, plan, teaching)
          .run(
              run.context(),
              images(workers),
              initial,
              folder.toString(),
              run.directory()::checkLease,
              scoring.every(settings.accuracyEpochs(), settings.keepsBest()),
              TrainingLog.follow(
                      run.directory(), folder, plan.pace().epochs(), Scoring.unit(run), rest)
                  .andThen(p -> metrics.record(p.log())),
              rounds -> TrainingLog.write(run.directory(), folder, rounds));
    } finally {
      sent.ifPresent(one -> one.model().destroy());
    }
  }

  /** Trains a network on the way to this one, from the last checkpoint if there is one. */
  void trainStep(
      SubNetwork step,
      TrainingPlan plan,
      Teaching teaching,
      Weights initial,
      Path stepFolder,
      Progress progress) {
    int workers = SupernetStep.workers(run, run.settings().train(), stepFolder);
    training(step, plan, teaching)
        .run(
            run.context(),
            images(workers),
            Optional.of(initial),
            stepFolder.toString(),
            run.directory()::checkLease,
            EpochScoring.NONE,
            TrainingLog.follow(
                run.directory(), stepFolder, plan.pace().epochs(), Scoring.unit(run), progress),
            rounds -> {});
  }

  private Training training(SubNetwork trained, TrainingPlan plan, Teaching teaching) {
    return new Training(
        trained,
        false,
        plan,
        run.normalization(dataset),
        run.settings().train().augmentation(),
        teaching);
  }

  private JavaRDD<? extends TrainingShard> images(int workers) {
    return dataset.trainingShards(workers, run.settings().data().windowMegabytes());
  }

  /** The networks on the way; none unless the settings say so. */
  private TrajectoryTraining trajectory() {
    return new TrajectoryTraining(
        this, alongTrajectory() ? Trajectory.to(network, run.directory()) : List.of());
  }

  private boolean alongTrajectory() {
    return run.settings().train().initialWeights() == InitialWeights.TRAJECTORY;
  }

  /** Of all epochs, those of the networks on the way. */
  private double share(TrajectoryTraining trajectory) {
    TrainingSettings settings = run.settings().train();
    double before = (double) trajectory.way().size() * settings.trajectoryEpochs();
    return before / (before + settings.plan().pace().epochs());
  }

  /**
   * Accuracy of the trained network on the test images; empty if there are none.
   *
   * @param quality that counts
   */
  OptionalDouble test(Quality quality) {
    if (dataset.count(Split.TEST) == 0) {
      return OptionalDouble.empty();
    }
    String description = "test %s, %s".formatted(quality.unit().noun(), quality.name());
    try (Scoring scoring =
        Scoring.ofTrained(run, dataset, network.network(), model().weights(), quality)) {
      return OptionalDouble.of(scoring.accuracy(description, network.architecture()));
    }
  }

  private boolean startsFromShared() {
    return run.settings().train().initialWeights().ofSupernet();
  }
}
