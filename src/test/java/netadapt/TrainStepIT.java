package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.TrainedNetwork;
import netadapt.train.ModelFolder;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The step train of a run whose super-network is not there, such as for its size. */
class TrainStepIT {
  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  @TempDir private Path folder;

  @Test
  void randomInitialWeightsNeedNoSuperNetwork() {
    try (NetAdapt run = DIGITS.open(folder, "train.initial-weights = random")) {
      leaveAFoundNetwork(run.network());

      run.perform(Step.TRAIN);

      assertThat(run.done(Step.TRAIN)).isTrue();
      NetworkResult found = run.tables().results().found().get(0).network();
      assertThat(found.testAccuracy()).isPresent();
      assertThat(found.sharedTestAccuracy()).isEmpty();
      assertThat(run.tables().results().initial().orElseThrow().sharedTestAccuracy()).isEmpty();
    }
  }

  @Test
  void networkFoundGetsTheSameWeightsWhenItIsTrainedInAFolderOfItsOwn() {
    try (NetAdapt run = DIGITS.open(folder, "train.initial-weights = random, run.seed = 5")) {
      leaveAFoundNetwork(run.network());

      run.perform(Step.TRAIN);
      TrainedNetwork trained = run.train(DIGITS.small(run.network()), 5);

      assertThat(weights(trained.folder().toString())).isEqualTo(weights(folder + "/found"));
    }
  }

  private static Weights weights(String training) {
    return new ModelFolder(training, new Configuration()).weights();
  }

  @Test
  void sharedInitialWeightsNeedASuperNetwork() {
    try (NetAdapt run = DIGITS.open(folder, "train.initial-weights = shared")) {
      leaveAFoundNetwork(run.network());

      assertThatThrownBy(() -> run.perform(Step.TRAIN))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "no trained super-network in file:%s/supernet: run train-supernet first, or set"
                      .formatted(folder)
                  + " train.initial-weights = random");
    }
  }

  /** What a search leaves of the network that it found. */
  private void leaveAFoundNetwork(SuperNetwork network) {
    Architecture architecture = DIGITS.small(network);
    try (RunDirectory directory = new RunDirectory(folder.toString(), new Configuration())) {
      directory.commitText(
          new org.apache.hadoop.fs.Path(directory.found(), "architecture.json"),
          ArchitectureJson.write(network, architecture));
      NetworkResult initial = NetworkResult.scored(network, network.full(), 0.7);
      NetworkResult found = NetworkResult.scored(network, architecture, 0.6);
      RunResults.NONE
          .searched(
              network.name(), 10, "macs", initial, List.of(new FoundNetwork(found.macs(), found)))
          .write(directory);
    }
  }
}
