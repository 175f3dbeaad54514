package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import netadapt.arch.Weights;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.TrainedFolder;
import netadapt.run.TrainedNetwork;
import netadapt.train.ModelFolder;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a found network along the way of a search of a few iterations. */
class TrajectoryTrainingIT {
  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  private static final String SEARCH =
      """
      search { strategy = descent, layers = 4, samples = 3, reduction = 0.06, budgets = [0.85]
               choose-by = score, propose-by = random }
      """;

  private static final String TRAJECTORY =
      SEARCH + "train { initial-weights = trajectory, trajectory-epochs = 1, baselines = [] }\n";

  @TempDir private static Path folder;
  private static List<String> steps;
  private static Weights expected;

  @BeforeAll
  static void trainOnce() throws IOException {
    try (NetAdapt run = DIGITS.open(folder.resolve("searched"), SEARCH)) {
      run.perform(Step.TRAIN_SUPERNET, Step.SEARCH);
    }
    List<String> told = new ArrayList<>();
    try (NetAdapt run = open("undisturbed", told::add)) {
      run.perform(Step.TRAIN);
      steps = steps(told);
    }
    expected = weights("undisturbed");
  }

  @Test
  void everyWinnerIsTrainedOnTheWay() {
    int winners = steps.size();
    assertThat(winners).isGreaterThanOrEqualTo(3);
    for (int i = 0; i < winners; i++) {
      assertThat(steps.get(i)).isEqualTo("trajectory %d of %d".formatted(i + 1, winners));
    }
  }

  @Test
  void whatTheTrainingStartedFromIsKept() {
    TrainedNetwork trained = trained("undisturbed");

    assertThat(trained.initialWeights()).isEqualTo("trajectory");
    assertThat(trained.sharedWeights()).isPresent();
  }

  @Test
  void nothingOfTheWayIsLeft() {
    assertThat(Path.of(trained("undisturbed").folder().toUri()))
        .isDirectoryNotContaining("glob:**/traj*");
  }

  @Test
  void aTrainingKilledOnTheWayGoesOnWithTheStepThatItWasIn() throws IOException {
    assertThatThrownBy(
            () -> {
              try (NetAdapt run = open("killed", TrajectoryTrainingIT::killInThirdStep)) {
                run.perform(Step.TRAIN);
              }
            })
        .isInstanceOf(Killed.class);
    List<String> told = new ArrayList<>();
    try (NetAdapt run = open("killed", told::add)) {
      run.perform(Step.TRAIN);
    }
    assertThat(steps(told)).isEqualTo(steps.subList(2, steps.size()));
    assertThat(weights("killed")).isEqualTo(expected);
  }

  @Test
  void aTrainingStoppedOnTheWayKeepsItsSettings() {
    assertThatThrownBy(
            () -> {
              try (NetAdapt run = open("changed", TrajectoryTrainingIT::killInThirdStep)) {
                run.perform(Step.TRAIN);
              }
            })
        .isInstanceOf(Killed.class);
    try (NetAdapt run =
        DIGITS.open(folder.resolve("changed"), TRAJECTORY + "train.l2 = 0.5", RunListener.NONE)) {
      assertThatThrownBy(() -> run.perform(Step.TRAIN))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.l2 is 0.5 but this training was begun with");
    }
  }

  @Test
  void withoutASearchThereIsNoWay() {
    try (NetAdapt run = DIGITS.open(folder.resolve("alone"), TRAJECTORY)) {
      run.perform(Step.TRAIN_SUPERNET);

      assertThatThrownBy(() -> run.train(DIGITS.small(run.network()), 7))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.initial-weights is trajectory but there is no search in ");
    }
  }

  private static void killInThirdStep(String what) {
    if (what.startsWith("trajectory 3 of")) {
      throw new Killed();
    }
  }

  private static NetAdapt open(String name, Consumer<String> told) {
    Path directory = folder.resolve(name);
    try {
      if (!directory.toFile().exists()) {
        FileUtils.copyDirectory(folder.resolve("searched").toFile(), directory.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DIGITS.open(
        directory,
        TRAJECTORY,
        new RunListener() {
          @Override
          public void advanced(Step step, double fraction, String what) {
            // The title of the network comes first.
            told.accept(what.substring(what.indexOf(", ") + 2));
          }
        });
  }

  private static List<String> steps(List<String> told) {
    return told.stream()
        .filter(what -> what.startsWith("trajectory "))
        .map(what -> what.substring(0, what.indexOf(',')))
        .distinct()
        .toList();
  }

  private static TrainedNetwork trained(String name) {
    RunDirectory directory = new RunDirectory(folder.resolve(name).toString(), new Configuration());
    String training = RunResults.read(directory).found().get(0).network().training().orElseThrow();
    return new TrainedFolder(directory, directory.named(training)).result().orElseThrow();
  }

  private static Weights weights(String name) {
    return new ModelFolder(trained(name).folder().toString(), new Configuration()).weights();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
