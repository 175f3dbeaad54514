package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Weights;
import netadapt.onnx.OnnxModel;
import netadapt.onnx.UnfoldedModel;
import netadapt.settings.Settings;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingWeightsTest {
  @TempDir private Path folder;

  @Test
  void nothingIsLookedForWhereNothingIsNamed() {
    Settings settings = Settings.of("", Map.of("run.directory", folder.toString()));

    assertThat(StartingWeights.check(settings, network(8, 8), new Configuration())).isEmpty();
  }

  @Test
  void aModelThatFitsGivesNoWarning() throws IOException {
    assertThat(check(unfolded(network(8, 8)), network(8, 8))).isEmpty();
  }

  @Test
  void whatIsNotTakenIsAWarning() throws IOException {
    Path model = unfolded(network(8, 8));

    assertThat(check(model, network(8, 9)))
        .containsExactly(
            ("convolutions taken from %s: 1; c2 and all layers after it start from random weights: Conv 'c2/conv' has"
                    + " weights [8, 8, 3, 3] in groups: 1, but c2 needs [9, 8, 3, 3] or a smaller odd kernel in groups: 1")
                .formatted(model));
  }

  @Test
  void normalisationThatIsFoldedInIsAWarning() throws IOException {
    SubNetwork given = SubNetwork.full(network(8, 8));
    Path model = folder.resolve("folded.onnx");
    Files.write(model, OnnxModel.write(given, weights(given), Map.of()));

    assertThat(check(model, network(8, 8)))
        .containsExactly(
            ("of 3 convolutions taken from %s, 2 have no BatchNormalization after them: their biases are left out, and"
                    + " normalisation starts anew (docs/running.md)")
                .formatted(model));
  }

  @Test
  void aModelOfOtherSizesIsAnError() throws IOException {
    Path model = unfolded(network(9, 8));

    assertThatThrownBy(() -> check(model, network(8, 8)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(
            "supernet.initial-weights is %s but must be a model whose first convolution can be that of net:"
                .formatted(model))
        .hasMessageContaining("Conv 'c1/conv' has weights [9, 3, 3, 3]");
  }

  @Test
  void theEndOfAModelsNameIsTheSameInCapitals() throws IOException {
    Path model = Files.move(unfolded(network(8, 8)), folder.resolve("MODEL.ONNX"));

    assertThat(check(model, network(8, 8))).isEmpty();
  }

  @Test
  void aModelThatEndsBeforeTheNetworkIsAWarning() throws IOException {
    SuperNetwork encoder =
        new NetworkBuilder("encoder", new Shape(8, 8, 3), 5, 64)
            .convolution("c1", 8, 3, 1, Activation.RELU, true, 0)
            .globalAveragePool("pool")
            .dense("classes", 10)
            .build();
    Path model = unfolded(encoder);

    assertThat(check(model, network(8, 8)))
        .containsExactly(
            ("convolutions taken from %s: 1; c2 and all layers after it start from random weights: the model has no"
                    + " further Conv")
                .formatted(model));
  }

  @Test
  void whatIsNoModelIsAnError() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "weights");
    Path missing = folder.resolve("missing.onnx");

    assertThatThrownBy(() -> check(text, network(8, 8)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("must be an ONNX model: ");
    assertThatThrownBy(() -> check(missing, network(8, 8)))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(
            "supernet.initial-weights is %s but that cannot be read".formatted(missing));
  }

  @Test
  void aRunWithoutASuperNetworkIsAnError() {
    assertThatThrownBy(() -> check(folder.resolve("other"), network(8, 8)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(
            "the directory of a run whose super-network is trained, or an ONNX model (.onnx)");
  }

  @Test
  void aTrainingThatHasBegunNeedsThemNoMore() throws IOException {
    Files.createDirectories(folder.resolve("run/supernet/checkpoint"));

    assertThat(check(folder.resolve("gone.onnx"), network(8, 8))).isEmpty();
  }

  private List<String> check(Path named, SuperNetwork network) {
    Map<String, String> places =
        Map.of(
            "run.directory", folder.resolve("run").toString(),
            "supernet.initial-weights", named.toString());
    return StartingWeights.check(Settings.of("", places), network, new Configuration());
  }

  private Path unfolded(SuperNetwork network) throws IOException {
    SubNetwork full = SubNetwork.full(network);
    return Files.write(folder.resolve("model.onnx"), UnfoldedModel.write(full, weights(full)));
  }

  private static Weights weights(SubNetwork network) {
    return new RandomNetworks(1).weights(network.network());
  }

  private static SuperNetwork network(int first, int second) {
    return new NetworkBuilder("net", new Shape(8, 8, 3), 5, 64)
        .convolution("c1", first, 3, 1, Activation.RELU, true, 0)
        .convolution("c2", second, 3, 1, Activation.RELU, true, 0)
        .pixelwise("end", 1)
        .build();
  }
}
