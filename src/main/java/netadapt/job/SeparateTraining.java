package netadapt.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import netadapt.run.RunResults;
import netadapt.run.TaughtBy;
import netadapt.run.TrainedFolder;
import netadapt.run.TrainedNetwork;
import netadapt.settings.TeacherSettings;
import netadapt.settings.TrainingSettings;
import netadapt.task.Quality;
import netadapt.train.ModelFolder;

/** Trains and tests an architecture in a folder of its own. */
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
            run.directory(),
            folder,
            KeptConfiguration.of(run).withoutSecrets(),
            run.settings().train().keepsBest());
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
    TrainingSettings settings = run.settings().train();
    boolean alone =
        !settings.initialWeights().ofSupernet()
            && settings.teacher().filter(TeacherSettings::isSupernet).isEmpty();
    KeptConfiguration.of(run).check(List.of(alone ? Step.PREPARE : Step.TRAIN_SUPERNET));
    checkSettings();
    if (result().isEmpty()) {
      training.checkInitialWeights();
      if (!training.model().complete()) {
        teacher();
      }
      ChosenDevice.of(run); // which the test of the trained network needs
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

  /** Whether the weights are there, tested or not. */
  boolean over() {
    return training.model().complete();
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
    Optional<TrainedNetwork> result = result();
    Optional<String> name = Optional.of(run.directory().name(folder.path()));
    return result.isPresent()
        && results.networks().stream()
            .filter(network -> network.architectureId().equals(architectureId()))
            .anyMatch(
                network ->
                    network.training().equals(name)
                        && network.testAccuracy().equals(result.get().testAccuracy()));
  }

  /** What came out; empty before the end, or if it was tested by another metric. */
  Optional<TrainedNetwork> result() {
    return folder.result().filter(result -> result.metric().equals(metric().name()));
  }

  /**
   * Trains and tests, or resumes that.
   *
   * @param mayDiverge whether a network whose outputs are not numbers is a result, with a warning
   *     and without an accuracy, since nothing depends on it
   * @return what came out, in a few words
   */
  String execute(boolean mayDiverge, Progress progress) {
    SuperNetwork network = training.network().network();
    Optional<Weights> shared = training.shared();
    String summary = "trained before";
    if (!training.model().complete()) {
      Optional<ChosenTeacher> teacher = teacher();
      kept.begin();
      folder.write(teacher.map(ChosenTeacher::identity));
      folder.write(network, training.network().architecture());
      summary = TrainingLog.summary(training.train(shared, teacher, progress), metric().unit());
    }
    run.directory().delete(TrajectoryTraining.folder(folder.path())); // for resuming alone
    Optional<OptionalDouble> tested = test();
    if (tested.isEmpty() && !mayDiverge) {
      throw new BadInput(diverged());
    }
    if (tested.isPresent()) {
      new OnnxExport(run, training.dataset(), training.network(), training.model())
          .write(folder.model(), (fraction, what) -> progress.update(1, what));
      if (training.dataset().hasTargets()) {
        ExampleMaps.write(run, training.dataset(), folder);
      }
    } else {
      run.warn(Optional.of(diverged()));
    }
    TrainedNetwork trained = trained(shared, tested.orElse(OptionalDouble.empty()));
    folder.write(trained);
    ResultMetrics.record(run.tracking(), folder.path().getName(), trained);
    return summary + "; " + tests(trained);
  }

  private String tests(TrainedNetwork trained) {
    if (trained.testAccuracy().isEmpty()) {
      return "not tested";
    }
    StringBuilder text =
        new StringBuilder("test ")
            .append(metric().unit().noun())
            .append(' ')
            .append(metric().unit().text(trained.testAccuracy().getAsDouble()));
    for (Quality further : further()) {
      text.append(", %s ".formatted(further.name()))
          .append(further.unit().text(trained.furtherTests().get(further.name())));
    }
    return text.toString();
  }

  /** Its accuracy, if there are test images; empty if its outputs are not numbers. */
  private Optional<OptionalDouble> test() {
    OptionalDouble accuracy = training.test(metric());
    return Double.isNaN(accuracy.orElse(0)) ? Optional.empty() : Optional.of(accuracy);
  }

  /**
   * The teacher; empty if there is none.
   *
   * @throws BadInput if it cannot be asked, or is not the one that the training was begun with
   */
  private Optional<ChosenTeacher> teacher() {
    Optional<ChosenTeacher> teacher = ChosenTeacher.of(run, training.dataset());
    Optional<TaughtBy> before = folder.teacher();
    if (teacher.isPresent()
        && before.isPresent()
        && KeptConfiguration.begun(run.directory(), folder.path())
        && !teacher.get().identity().equals(before.get())) {
      throw new BadInput(
          ("the teacher %s, or the file of its classes, has changed since this training was begun"
                  + " with it: restore it, or remove %s to train anew")
              .formatted(teacher.get().name(), folder.path()));
    }
    return teacher;
  }

  private String diverged() {
    return ("the outputs of the trained network are not numbers: remove %s and train anew, such as"
            + " with a lower train.optimizer.learning-rate")
        .formatted(folder.path());
  }

  private TrainedNetwork trained(Optional<Weights> shared, OptionalDouble accuracy) {
    SubNetwork network = training.network();
    return new TrainedNetwork(
        folder.path(),
        architectureId(),
        training.seed(),
        MacCount.count(network),
        ParameterCount.count(network),
        run.settings().train().initialWeights().word(),
        shared.map(ModelFolder::id),
        folder.teacher(),
        metric().name(),
        accuracy,
        accuracy.isPresent() ? furtherTests() : Map.of());
  }

  private Map<String, Double> furtherTests() {
    Map<String, Double> tests = new HashMap<>();
    further().forEach(one -> training.test(one).ifPresent(value -> tests.put(one.name(), value)));
    return tests;
  }

  private List<Quality> further() {
    return run.settings().task().tests(training.dataset().classes().size()).stream()
        .filter(test -> !test.name().equals(metric().name()))
        .toList();
  }

  private Quality metric() {
    return run.settings().scoring().quality();
  }
}
