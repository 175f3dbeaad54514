package netadapt.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.arch.RandomNetworks;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import org.junit.jupiter.api.Test;

class GpuTest {
  private final Gpu gpu = new Gpu(1);

  @Test
  void freeMemoryIsWhatTheDriverSays() {
    assertThat(gpu.freeBytes(List.of("echo", "142341"))).isEqualTo(142341L * 1024 * 1024);
  }

  @Test
  void noDriverIsToldWithItsReason() {
    assertThatThrownBy(() -> gpu.freeBytes(List.of("no-such-program-anywhere")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "how much memory GPU 1 has free cannot be found out with nvidia-smi: ")
        .hasMessageContaining("no-such-program-anywhere");
    assertThatThrownBy(() -> gpu.freeBytes(List.of("echo", "No devices were found")))
        .hasMessageEndingWith("nvidia-smi: No devices were found");
    assertThatThrownBy(() -> gpu.freeBytes(List.of("false")))
        .hasMessageEndingWith("nvidia-smi: it says nothing");
  }

  @Test
  void missingLibrariesAreToldWithWhatToInstall() {
    String missing = "dlopen failed for libcudnn.so: libcudnn.so: cannot open shared object file";

    assertThat(Gpu.explained(missing + "\n"))
        .isEqualTo(
            missing
                + "; install NVIDIA's driver, CUDA 12 and cuDNN 9 where tasks run, or set"
                + " scoring.device to cpu");
    assertThat(Gpu.explained("out of memory")).isEqualTo("out of memory");
  }

  @Test
  void aProgramForProcessorsRefusesAGpu() {
    assumeThat(Gpu.supported()).isFalse();

    assertThatThrownBy(() -> new OnnxClassifier("small", model(), 1, Optional.of(gpu)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "GPU 1 cannot be used: this program computes on processors alone; build it with -Pgpu");
  }

  @Test
  void aProgramForGpusDoesNotFallBackToTheProcessor() {
    assumeThat(Gpu.supported()).isTrue();

    assertThatThrownBy(() -> new OnnxClassifier("small", model(), 1, Optional.of(new Gpu(99))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("model small cannot be loaded on GPU 99: ");
  }

  private static byte[] model() {
    RandomNetworks random = new RandomNetworks(3);
    SuperNetwork network = random.network();
    return OnnxModel.write(SubNetwork.full(network), random.weights(network), Map.of());
  }
}
