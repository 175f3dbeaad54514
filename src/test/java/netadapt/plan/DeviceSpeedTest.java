package netadapt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

class DeviceSpeedTest {
  /** Images per second that NVIDIA has measured, times the network's 0.39 billion MACs. */
  @Test
  void gpusAreAsFastAsPublished() {
    assertThat(DeviceSpeed.gpus())
        .extracting(DeviceSpeed::name, DeviceSpeed::trainingMacs, DeviceSpeed::scoringMacs)
        .containsExactly(
            tuple("V100", 255e9, 1134e9), tuple("A100", 420e9, 1950e9), tuple("H100", 0.0, 3200e9));
    assertThat(655 * 0.39).isBetween(255.0, 256.0);
    assertThat(5001 * 0.39).isBetween(1950.0, 1951.0);
  }

  @Test
  void whatCannotTrainHereSaysSo() {
    assertThat(DeviceSpeed.gpus())
        .filteredOn(gpu -> !gpu.trains())
        .singleElement()
        .satisfies(gpu -> assertThat(gpu.source()).endsWith("cannot train here"));
  }
}
