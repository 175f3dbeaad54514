package netadapt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.onnx.OnnxModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialWeightsTest {
  @TempDir private Path folder;

  @Test
  void aRunWhoseInitialWeightsDoNotFitPreparesNothing() throws IOException {
    SubNetwork other =
        SubNetwork.full(
            new NetworkBuilder("other", new Shape(8, 8, 3), 5, 64)
                .convolution("c1", 7, 3, 1, Activation.RELU, true, 0)
                .pixelwise("end", 1)
                .build());
    Path model = folder.resolve("other.onnx");
    Files.write(
        model, OnnxModel.write(other, new RandomNetworks(1).weights(other.network()), Map.of()));

    Invocation run =
        Invocation.of(
            "run",
            "--config",
            "conf/quickstart.conf",
            "-Drun.directory=" + folder.resolve("run"),
            "-Dsupernet.initial-weights=" + model);

    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("must be a model whose first convolution can be that of mnist");
    assertThat(folder.resolve("run/data")).doesNotExist();
  }
}
