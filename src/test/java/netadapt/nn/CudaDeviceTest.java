package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaDeviceTest {
  @ParameterizedTest
  @CsvSource({
    "Tesla K80, 3, 7",
    "Tesla V100-SXM2-16GB, 7, 0",
    "Tesla T4, 7, 5",
    "NVIDIA A100-SXM4-40GB, 8, 0",
    "NVIDIA A10, 8, 6",
    "NVIDIA L4, 8, 9"
  })
  void deviceWithABinaryOfItsMajorVersionIsSupported(String name, int major, int minor) {
    assertThat(new CudaDevice(name, major, minor).supported()).isTrue();
    assertThat(Backend.problem(List.of(new CudaDevice(name, major, minor)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Tesla K40, 3, 5",
    "NVIDIA H100 80GB HBM3, 9, 0",
    "NVIDIA H200, 9, 0",
    "NVIDIA B200, 10, 0",
    "NVIDIA GeForce RTX 5090, 12, 0"
  })
  void deviceOfANewerOrOlderKindIsNamedWithWhatIsSupportedAndTheMend(
      String name, int major, int minor) {
    assertThat(Backend.problem(List.of(new CudaDevice(name, major, minor))))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains(name + " (compute capability " + major + "." + minor + ")")
                    .contains("3.7 and 5.0 to 8.9", "V100, T4, A100, A10", "without -Pcuda")
                    .doesNotContain("\n"));
  }

  @Test
  void oneUnsupportedDeviceAmongSupportedOnesIsAProblem() {
    List<CudaDevice> devices =
        List.of(new CudaDevice("Tesla T4", 7, 5), new CudaDevice("NVIDIA H200", 9, 0));

    assertThat(Backend.problem(devices)).hasValueSatisfying(p -> assertThat(p).contains("H200"));
  }

  @Test
  void noDeviceIsAProblemThatTellsWhatIsSupported() {
    assertThat(Backend.problem(List.of()))
        .hasValueSatisfying(p -> assertThat(p).contains("no GPU", "5.0 to 8.9", "without -Pcuda"));
  }
}
