package netadapt.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceDiscoveryScriptPlugin;
import org.apache.spark.resource.ResourceID;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.resource.ResourceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code submit/gpus.sh} tells Spark, with an {@code nvidia-smi} that only says what it does.
 */
class GpusScriptTest {
  private static final String SCRIPT = Path.of("submit/gpus.sh").toAbsolutePath().toString();

  @TempDir private Path folder;

  private record Output(int code, String text) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"echo 0 | 0", "printf '0\\n1\\n' | 0,1", "printf '0\\n1\\n2\\n10\\n' | 0,1,2,10"})
  void sparkReadsTheGpusFromIt(String nvidiaSmi, String addresses) throws Exception {
    nvidiaSmi(nvidiaSmi);
    Path script = program("discover", "PATH=" + folder + ":$PATH exec " + SCRIPT);

    ResourceInformation found =
        new ResourceDiscoveryScriptPlugin()
            .discoverResource(
                new ResourceRequest(
                    new ResourceID("spark.executor", "gpu"),
                    1,
                    Optional.of(script.toString()),
                    Optional.empty()),
                new SparkConf(false))
            .get();

    assertThat(found.name()).isEqualTo("gpu");
    assertThat(String.join(",", found.addresses())).isEqualTo(addresses);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | nvidia-smi lists no GPU: give this machine or container one",
        "echo 'No devices were found' | nvidia-smi lists no GPUs but says: No devices were found",
        "echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18 | nvidia-smi failed: Failed to initialize NVML: Driver/library version mismatch"
      })
  void saysInOneLineWhyThereIsNone(String nvidiaSmi, String why) throws Exception {
    nvidiaSmi(nvidiaSmi);

    Output output = run(folder + ":/usr/bin:/bin");

    assertThat(output.text()).matches("gpus\\.sh: on \\S+, \\Q" + why + "\\E\n");
    assertThat(output.code()).isEqualTo(1);
  }

  @Test
  void saysThatThereIsNoDriver() throws Exception {
    program("bash", "exec /bin/bash \"$@\""); // all that the script needs

    Output output = run(folder.toString());

    assertThat(output.text())
        .endsWith("there is no nvidia-smi: install NVIDIA's driver, or ask for no GPUs here\n");
    assertThat(output.code()).isEqualTo(1);
  }

  private Output run(String path) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(SCRIPT).redirectErrorStream(true);
    builder.environment().putAll(Map.of("PATH", path));
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Output(process.waitFor(), text);
  }

  private void nvidiaSmi(String does) throws Exception {
    program("nvidia-smi", does);
  }

  private Path program(String name, String does) throws Exception {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + does + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
