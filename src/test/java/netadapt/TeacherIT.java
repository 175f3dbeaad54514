package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netadapt.arch.Architecture;
import netadapt.arch.Weights;
import netadapt.run.TaughtBy;
import netadapt.run.TrainedNetwork;
import netadapt.train.ModelFolder;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Networks that learn from another one. */
class TeacherIT {
  private static final String RANDOM = "train.initial-weights = random\n";

  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  @TempDir private Path folder;

  @Test
  void aNetworkLearnsFromTheSuperNetwork() {
    try (NetAdapt run = DIGITS.open(folder, RANDOM + "train.teacher = supernet\n")) {
      Architecture small = DIGITS.small(run.network());
      assertThatThrownBy(() -> run.train(small, 7))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              ("train.teacher is supernet but there is no trained super-network in file:%s/supernet:"
                      + " run train-supernet first")
                  .formatted(folder));
      run.perform(Step.TRAIN_SUPERNET);

      TrainedNetwork taught = run.train(small, 7);

      Weights shared = new ModelFolder(folder + "/supernet", new Configuration()).weights();
      TaughtBy teacher = taught.teacher().orElseThrow();
      assertThat(teacher.teacher()).isEqualTo("supernet");
      assertThat(teacher.id()).isEqualTo(ModelFolder.id(shared));
      assertThat(folder.resolve("trained/" + taught.folder().getName() + "/teacher.json")).exists();
      assertThat(taught.testAccuracy().orElseThrow()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void theSuperNetworkTeachesWithTheStatisticsThatScoresHave() {
    String recalibrated =
        RANDOM
            + "train.teacher = supernet\n"
            + "scoring { batch-norm = recalibrated, calibration-images = 200 }\n";
    try (NetAdapt run = DIGITS.open(folder, recalibrated)) {
      run.perform(Step.TRAIN_SUPERNET);

      TrainedNetwork taught = run.train(DIGITS.small(run.network()), 7);

      Weights shared = new ModelFolder(folder + "/supernet", new Configuration()).weights();
      assertThat(taught.teacher().orElseThrow().id())
          .isEqualTo(ModelFolder.id(shared) + "-recalibrated-200");
    }
  }

  @Test
  void aKilledTrainingGoesOnWithItsTeacherToTheSameWeights() throws IOException {
    Path model = teacher();
    String settings =
        taughtBy(model) + "train.distillation.temperature = 2\ntrain.survival = 0.7\n";
    TrainedNetwork whole;
    try (NetAdapt run = DIGITS.open(folder.resolve("whole"), settings)) {
      whole = run.train(DIGITS.small(run.network()), 7);
    }
    try (NetAdapt run = DIGITS.open(folder.resolve("killed"), settings, new KillingOnce())) {
      Architecture small = DIGITS.small(run.network());
      assertThatThrownBy(() -> run.train(small, 7)).isInstanceOf(Killed.class);
      byte[] before = Files.readAllBytes(model);
      Files.write(model, Files.readAllBytes(other()));

      assertThatThrownBy(() -> run.train(small, 7))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining(
              "the teacher %s, or the file of its classes, has changed since this training was begun"
                  .formatted(model));

      Files.write(model, before);
      TrainedNetwork resumed = run.train(small, 7);
      assertThat(weights(resumed)).isEqualTo(weights(whole));
      assertThat(resumed.teacher()).isEqualTo(whole.teacher());
    }
    try (NetAdapt run = DIGITS.open(folder.resolve("alone"), RANDOM)) {
      TrainedNetwork alone = run.train(DIGITS.small(run.network()), 7);
      assertThat(weights(alone)).isNotEqualTo(weights(whole));
      assertThat(alone.teacher()).isEmpty();
    }
  }

  @Test
  void aTeacherThatCannotTeachIsRefusedBeforeAnythingIsTrained() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
    Path missing = folder.resolve("missing.onnx");
    try (NetAdapt run = DIGITS.open(folder.resolve("text"), taughtBy(text))) {
      assertThatThrownBy(() -> run.perform(Step.TRAIN_SUPERNET, Step.SEARCH, Step.TRAIN))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith(text + " is not an ONNX model");
    }
    try (NetAdapt run = DIGITS.open(folder.resolve("missing"), taughtBy(missing))) {
      assertThatThrownBy(() -> run.perform(Step.TRAIN_SUPERNET, Step.SEARCH, Step.TRAIN))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.teacher is %s but that cannot be read".formatted(missing));
    }
    String classes = taughtBy(teacher()) + "train.distillation.classes = [one, two]\n";
    try (NetAdapt run = DIGITS.open(folder.resolve("classes"), classes)) {
      assertThatThrownBy(() -> run.perform(Step.TRAIN_SUPERNET, Step.SEARCH, Step.TRAIN))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.distillation.classes is 2 names but must be 10");
    }
    try (NetAdapt run = DIGITS.open(folder.resolve("colon"), RANDOM + "train.teacher = \"a:b\"")) {
      assertThatThrownBy(() -> run.perform(Step.TRAIN_SUPERNET, Step.SEARCH, Step.TRAIN))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("train.teacher is a:b but that cannot be read");
    }
    for (String run : new String[] {"text", "missing", "classes", "colon"}) {
      assertThat(folder.resolve(run).resolve("supernet")).doesNotExist();
    }
  }

  /** A network that was trained before, as the program leaves it. */
  private Path teacher() throws IOException {
    return trained(7);
  }

  private Path other() throws IOException {
    return trained(8);
  }

  private Path trained(long seed) throws IOException {
    try (NetAdapt run = DIGITS.open(folder.resolve("teacher"), RANDOM)) {
      TrainedNetwork trained = run.train(run.network().full(), seed);
      Path copy = folder.resolve("teacher-%d.onnx".formatted(seed));
      Files.write(copy, Files.readAllBytes(Path.of(trained.model().toUri().getPath())));
      return copy;
    }
  }

  private static String taughtBy(Path model) {
    return RANDOM + "train.teacher = \"%s\"\n".formatted(model);
  }

  private static Weights weights(TrainedNetwork trained) {
    return new ModelFolder(trained.folder().toString(), new Configuration()).weights();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Kills a training past its middle, once. */
  private static final class KillingOnce implements RunListener {
    private boolean killed;

    @Override
    public void advanced(Step step, double fraction, String what) {
      if (!killed && fraction > 0.5) {
        killed = true;
        throw new Killed();
      }
    }
  }
}
