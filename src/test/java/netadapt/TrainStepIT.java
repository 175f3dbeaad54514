package netadapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.onnx.OnnxClassifier;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.TrainedNetwork;
import netadapt.search.UniformScaling;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The step train of a run whose super-network is not there, such as for its size. */
class TrainStepIT {
  @RegisterExtension static final PreparedDigits DIGITS = new PreparedDigits();

  /** The network found alone. */
  private static final String ALONE = "train { initial-weights = random, baselines = [] }";

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
  void initialAndScaledNetworksAreTrainedToCompareWith() {
    try (NetAdapt run = DIGITS.open(folder, "train.initial-weights = random")) {
      leaveAFoundNetwork(run.network());

      run.perform(Step.TRAIN);

      RunResults results = run.tables().results();
      assertThat(results.testImages()).hasValue(1000);
      NetworkResult scaled = results.found().get(0).scaled().orElseThrow();
      assertThat(scaled.macs()).isBetween(1L, (long) results.found().get(0).budget());
      assertThat(results.networks())
          .hasSize(3)
          .allSatisfy(
              network -> {
                assertThat(network.testAccuracy()).isPresent();
                assertThat(folder.resolve(network.training().orElseThrow()))
                    .isDirectoryContaining("glob:**/model.onnx");
              });
      assertThat(run.results().select("network").collectAsList().toString())
          .isEqualTo("[[initial], [found], [scaled]]");
    }
  }

  @Test
  void nothingElseIsTrainedIfNothingElseIsWanted() {
    try (NetAdapt run = DIGITS.open(folder, ALONE)) {
      leaveAFoundNetwork(run.network());

      run.perform(Step.TRAIN);

      assertThat(run.done(Step.TRAIN)).isTrue();
      assertThat(folder.resolve("trained").toFile().list()).hasSize(1);
    }
    try (NetAdapt run = DIGITS.open(folder, "train.initial-weights = random")) {
      assertThat(run.done(Step.TRAIN)).isFalse(); // the comparison may be asked for later
    }
  }

  @Test
  void networkFoundIsTrainedOnceWhoeverAsksForIt() {
    List<Step> skipped = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void skipped(Step step) {
            skipped.add(step);
          }
        };
    try (NetAdapt run = DIGITS.open(folder, ALONE + ", run.seed = 5", listener)) {
      leaveAFoundNetwork(run.network());
      run.perform(Step.TRAIN);

      TrainedNetwork trained = run.train(DIGITS.small(run.network()), 5);

      assertThat(skipped).containsExactly(Step.TRAIN);
      assertThat(trained.folder().toString())
          .endsWith(run.tables().results().smallest().orElseThrow().training().orElseThrow());
      assertThat(run.trainingLog(Step.TRAIN).count())
          .isEqualTo(run.tables().foundLog().size())
          .isPositive();
    }
  }

  @Test
  void begunTrainingCannotBeResumedWithOtherSettings() {
    try (NetAdapt run = DIGITS.open(folder, ALONE)) {
      leaveAFoundNetwork(run.network());
      run.perform(Step.TRAIN);
    }
    for (Step step : List.of(Step.TRAIN, Step.EXPORT)) {
      try (NetAdapt run = DIGITS.open(folder, ALONE + ", train.epochs = 2")) {
        assertThatThrownBy(() -> run.perform(step))
            .isInstanceOf(BadInput.class)
            .hasMessageStartingWith("train.epochs is 2 but this training was begun with 1");
      }
    }
  }

  @Test
  void modelOfEveryBudgetThatIsTrainedLiesBesideItsArchitecture() throws IOException {
    String searched = ALONE + ", search.budgets = [0.75, 0.5], train.budgets = ";
    try (NetAdapt run = DIGITS.open(folder, searched + "[0.75]")) {
      leaveFoundNetworks(run.network(), 0.75, 0.5);
      run.perform(Step.TRAIN, Step.EXPORT);

      assertThat(macs("models/budget-637452.onnx")).isBetween(500_000L, 637_452L);
      assertThat(folder.resolve("found/model.onnx")).doesNotExist();
    }
    try (NetAdapt run = DIGITS.open(folder, searched + "all")) {
      assertThat(run.done(Step.EXPORT)).isFalse();
      run.perform(Step.TRAIN, Step.EXPORT);

      assertThat(run.done(Step.EXPORT)).isTrue();
      assertThat(macs("models/budget-637452.onnx")).isBetween(500_000L, 637_452L);
      assertThat(macs("models/budget-424968.onnx")).isBetween(300_000L, 424_968L);
      assertThat(macs("model.onnx")).isEqualTo(macs("models/budget-424968.onnx"));
    }
  }

  private long macs(String model) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("found").resolve(model));
    return Long.parseLong(OnnxClassifier.metadata(model, bytes).get("macs"));
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
    double budget = 0.5 * MacCount.count(SubNetwork.full(network));
    leave(network, Map.of(budget, DIGITS.small(network)));
  }

  private void leaveFoundNetworks(SuperNetwork network, double... shares) {
    Map<Double, Architecture> found = new TreeMap<>(Comparator.reverseOrder());
    for (double share : shares) {
      double budget = share * MacCount.count(SubNetwork.full(network));
      found.put(budget, UniformScaling.within(network, new MacCount(), budget).orElseThrow());
    }
    leave(network, found);
  }

  private void leave(SuperNetwork network, Map<Double, Architecture> found) {
    try (RunDirectory directory = new RunDirectory(folder.toString(), new Configuration())) {
      List<FoundNetwork> networks = new ArrayList<>();
      found.forEach(
          (budget, architecture) -> {
            String json = ArchitectureJson.write(network, architecture);
            String name = "architectures/budget-%.0f.json".formatted(budget);
            directory.commitText(new org.apache.hadoop.fs.Path(directory.found(), name), json);
            directory.commitText(
                new org.apache.hadoop.fs.Path(directory.found(), "architecture.json"), json);
            networks.add(
                new FoundNetwork(
                    budget, NetworkResult.scored(network, architecture, List.of(), 0.6)));
          });
      NetworkResult initial = NetworkResult.scored(network, network.full(), List.of(), 0.7);
      RunResults.NONE
          .searched(network.name(), OptionalInt.of(10), "macs", initial, networks)
          .write(directory);
    }
  }
}
