package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.onnx.OnnxClassifier;
import netadapt.run.TrainedNetwork;
import netadapt.train.ModelFolder;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An architecture that is trained in a folder of its own. */
class SeparateTrainingIT {
  private static final String RANDOM = "train.initial-weights = random\n";

  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  @TempDir private Path folder;

  @Test
  void randomInitialWeightsNeedNoSuperNetwork() throws IOException {
    try (NetAdapt run = DIGITS.open(folder, RANDOM)) {
      SuperNetwork network = run.network();
      Architecture small = DIGITS.small(network);
      SubNetwork subNetwork = SubNetwork.of(network, small);
      String id = ArchitectureJson.id(network, small);

      TrainedNetwork trained = run.train(small, 7);

      Path own = folder.resolve("trained/" + id + "-seed-7");
      assertThat(trained.folder().toString()).isEqualTo("file:" + own);
      assertThat(trained.architectureId()).isEqualTo(id);
      assertThat(trained.seed()).isEqualTo(7);
      assertThat(trained.macs()).isEqualTo(MacCount.count(subNetwork));
      assertThat(trained.params()).isEqualTo(ParameterCount.count(subNetwork));
      assertThat(trained.sharedWeights()).isEmpty();
      assertThat(trained.metric()).isEqualTo("top-1");
      assertThat(trained.testAccuracy().orElseThrow()).isBetween(0.0, 1.0);
      assertThat(own).isDirectoryContaining("glob:**/{model,average}.zip");
      assertThat(own.resolve("training-log.parquet")).exists();
      assertThat(own.resolve("checkpoint")).doesNotExist();
      assertThat(run.architecture(own.resolve("architecture.json").toString())).isEqualTo(small);
      assertThat(OnnxClassifier.metadata("own", Files.readAllBytes(own.resolve("model.onnx"))))
          .containsEntry("macs", Long.toString(trained.macs()));
      assertThat(folder).isDirectoryNotContaining("glob:**/{found,supernet}");
    }
  }

  @Test
  void sharedInitialWeightsAreThoseOfTheSuperNetwork() {
    try (NetAdapt run = DIGITS.open(folder, "")) {
      Architecture small = DIGITS.small(run.network());
      assertThatThrownBy(() -> run.train(small, 7))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              ("no trained super-network in file:%s/supernet: run train-supernet first, or set"
                      + " train.initial-weights = random")
                  .formatted(folder));
      assertThat(folder).isEmptyDirectory();

      run.perform(Step.TRAIN_SUPERNET);
      TrainedNetwork trained = run.train(small, 7);

      Weights shared = new ModelFolder(folder + "/supernet", new Configuration()).weights();
      assertThat(trained.sharedWeights()).contains(ModelFolder.id(shared));
      assertThat(trained.initialWeights()).isEqualTo("shared");
    }
  }

  @Test
  void killedTrainingIsResumedToTheSameWeights() {
    TrainedNetwork whole;
    try (NetAdapt run = DIGITS.open(folder.resolve("whole"), RANDOM)) {
      whole = run.train(DIGITS.small(run.network()), 7);
    }
    List<Double> fractions = new ArrayList<>();
    try (NetAdapt run = DIGITS.open(folder.resolve("killed"), RANDOM, killingOnce(fractions))) {
      Architecture small = DIGITS.small(run.network());
      assertThatThrownBy(() -> run.train(small, 7)).isInstanceOf(Killed.class);
      Path own = folder.resolve("killed/trained").resolve(whole.folder().getName());
      assertThat(own.resolve("checkpoint")).isNotEmptyDirectory();
      assertThat(own.resolve("result.json")).doesNotExist();

      fractions.clear();
      TrainedNetwork resumed = run.train(small, 7);

      assertThat(fractions).isNotEmpty().allMatch(fraction -> fraction > 0.5);
      assertThat(weights(resumed)).isEqualTo(weights(whole));
      assertThat(resumed.testAccuracy()).isEqualTo(whole.testAccuracy());
    }
  }

  @Test
  void finishedTrainingIsSkippedAndGivesItsResultAgain() {
    List<String> told = new ArrayList<>();
    try (NetAdapt run = DIGITS.open(folder, RANDOM, recording(told))) {
      Architecture small = DIGITS.small(run.network());
      TrainedNetwork first = run.train(small, 7);
      told.clear();

      assertThat(run.train(small, 7)).isEqualTo(first);
      assertThat(told).containsExactly("skipped");
      assertThat(run.train(small, 8).folder()).isNotEqualTo(first.folder());
    }
  }

  @Test
  void begunTrainingKeepsItsSettingsAndLeavesTheOthersTheirs() {
    TrainedNetwork first;
    try (NetAdapt run = DIGITS.open(folder, RANDOM)) {
      first = run.train(DIGITS.small(run.network()), 7);
    }
    try (NetAdapt run = DIGITS.open(folder, RANDOM + "train.epochs = 2\n")) {
      Architecture small = DIGITS.small(run.network());
      assertThatThrownBy(() -> run.train(small, 7))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              ("train.epochs is 2 but this training was begun with 1: go back to that, or remove"
                      + " %s to train anew")
                  .formatted(first.folder()));

      assertThat(run.train(small, 8).seed()).isEqualTo(8);
    }
  }

  @Test
  void finishedTrainingIsTestedAgainByAnotherMetric() {
    List<String> told = new ArrayList<>();
    try (NetAdapt run = DIGITS.open(folder, RANDOM)) {
      run.train(DIGITS.small(run.network()), 7);
    }
    try (NetAdapt run = DIGITS.open(folder, RANDOM + "scoring.metric = top-5\n", recording(told))) {
      TrainedNetwork tested = run.train(DIGITS.small(run.network()), 7);

      assertThat(tested.metric()).isEqualTo("top-5");
      assertThat(told).containsExactly("started", "trained before", "done");
    }
  }

  @Test
  void trainingThatDivergedSaysSo() {
    try (NetAdapt run =
        DIGITS.open(
            folder,
            RANDOM
                + "train.optimizer { type = sgd, learning-rate = 1e30, reference-batch = 0 }\n")) {
      Architecture small = DIGITS.small(run.network());

      assertThatThrownBy(() -> run.train(small, 7))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("the outputs of the trained network are not numbers");
    }
  }

  private static Weights weights(TrainedNetwork trained) {
    return new ModelFolder(trained.folder().toString(), new Configuration()).weights();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Kills a training past its middle, once. */
  private static RunListener killingOnce(List<Double> fractions) {
    return new RunListener() {
      private boolean killed;

      @Override
      public void advanced(Step step, double fraction, String what) {
        fractions.add(fraction);
        if (!killed && fraction > 0.5) {
          killed = true;
          throw new Killed();
        }
      }
    };
  }

  private static RunListener recording(List<String> told) {
    return new RunListener() {
      @Override
      public void skipped(Step step) {
        told.add("skipped");
      }

      @Override
      public void started(Step step) {
        told.add("started");
      }

      @Override
      public void done(Step step, String result) {
        told.add(result.startsWith("trained before; test accuracy") ? "trained before" : "trained");
        told.add("done");
      }
    };
  }
}
