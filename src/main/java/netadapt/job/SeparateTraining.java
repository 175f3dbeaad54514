package netadapt.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import netadapt.BadInput;
import netadapt.Step;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.data.Dataset;
import netadapt.report.Numbers;
import netadapt.run.RunResults;
import netadapt.run.TrainedFolder;
import netadapt.run.TrainedNetwork;
import netadapt.settings.TrainingSettings.InitialWeights;
import netadapt.train.ModelFolder;

/** Trains and tests an architecture in a folder of its own, beside the steps of the run. */
final class SeparateTraining {
  private final Run run;
  private final ArchitectureTraining training;
  private final TrainedFolder folder;
  private final KeptTrainingConfiguration kept;

  private SeparateTraining(Run run, ArchitectureTraining training, TrainedFolder folder) {
    this.run = run;
    this.training = training;
    this.folder = folder;
    this.kept =
        new KeptTrainingConfiguration(
            run.directory(), folder, KeptConfiguration.of(run).withoutSecrets());
  }

  /**
   * Names what is to be trained; writes nothing.
   *
   * @throws IllegalArgumentException if the architecture is not one of the run's network
   */
  static SeparateTraining of(Run run, Dataset dataset, Architecture architecture, long seed) {
    SubNetwork network = SubNetwork.of(run.network(dataset), architecture);
    String id = ArchitectureJson.id(network.network(), architecture);
    TrainedFolder folder = TrainedFolder.of(run.directory(), id, seed);
    ArchitectureTraining training =
        new ArchitectureTraining(run, dataset, network, seed, folder.path());
    return new SeparateTraining(run, training, folder);
  }

  /**
   * Looks for mistakes of a training beside the steps of the run.
   *
   * @throws BadInput if a super-network is needed and missing, or the settings are not those that
   *     images, super-network and training were begun with
   */
  void check() {
    boolean random = run.settings().train().initialWeights() == InitialWeights.RANDOM;
    KeptConfiguration.of(run).check(List.of(random ? Step.PREPARE : Step.TRAIN_SUPERNET));
    checkSettings();
    if (result().isEmpty()) {
      training.checkInitialWeights();
    }
  }

  /**
   * Compares the settings with those that the training was begun with.
   *
   * @throws BadInput if it has begun and one of them has changed
   */
  void checkSettings() {
    kept.check();
  }

  /** What is trained. */
  String architectureId() {
    return ArchitectureJson.id(training.network().network(), training.network().architecture());
  }

  /** Where. */
  TrainedFolder folder() {
    return folder;
  }

  /** Whether the run's results have what came out. */
  boolean recorded(RunResults results) {
    return result().isPresent()
        && results.networks().stream()
            .filter(network -> network.architectureId().equals(architectureId()))
            .anyMatch(
                network ->
                    network.training().equals(Optional.of(run.directory().name(folder.path())))
                        && network.testAccuracy().equals(result().get().testAccuracy()));
  }

  /** What came out; empty before the end, or if it was tested by another metric. */
  Optional<TrainedNetwork> result() {
    return folder.result().filter(result -> result.metric().equals(metric()));
  }

  /**
   * Trains and tests, or resumes that.
   *
   * @return what came out, in a few words
   */
  String execute(Progress progress) {
    SuperNetwork network = training.network().network();
    Optional<Weights> shared = training.shared();
    String summary = "trained before";
    if (!training.model().complete()) {
      kept.begin();
      folder.write(network, training.network().architecture());
      summary = TrainingLog.summary(training.train(shared, progress));
    }
    TrainedNetwork trained = test(shared);
    new OnnxExport(run, training.dataset(), training.network(), training.model())
        .write(folder.model(), (fraction, what) -> progress.update(1, what));
    folder.write(trained);
    OptionalDouble accuracy = trained.testAccuracy();
    return summary
        + (accuracy.isPresent()
            ? "; test accuracy " + Numbers.accuracy(accuracy.getAsDouble())
            : "; no test images");
  }

  private TrainedNetwork test(Optional<Weights> shared) {
    SubNetwork network = training.network();
    OptionalDouble accuracy = training.test();
    if (Double.isNaN(accuracy.orElse(0))) {
      throw new BadInput(
          ("the outputs of the trained network are not numbers: remove %s and train anew, such as"
                  + " with a lower train.optimizer.learning-rate")
              .formatted(folder.path()));
    }
    return new TrainedNetwork(
        folder.path(),
        architectureId(),
        training.seed(),
        MacCount.count(network),
        ParameterCount.count(network),
        shared.map(ModelFolder::id),
        metric(),
        accuracy);
  }

  private String metric() {
    return run.settings().scoring().quality().name();
  }
}
