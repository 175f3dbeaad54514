package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import netadapt.arch.SuperNetwork;
import netadapt.settings.NetworkFile;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ScoringMemoryTest {
  private static final SuperNetwork V3 = NetworkFile.open("mobilenet-v3-latency").network();
  private static final ScoringMemory FOUR_TASKS = new ScoringMemory(4, 1);

  @Test
  void recalibrationTakesFourTimesTheLargestLayerOfEachTask() {
    long running = FOUR_TASKS.bytes(V3, settings(""));
    long recalibrated = FOUR_TASKS.bytes(V3, settings("scoring.batch-norm = recalibrated"));

    // 64 images, 112 x 112 pixels, 64 channels
    assertThat(recalibrated - running).isEqualTo(4L * 4 * 4 * 64 * 112 * 112 * 64);
  }

  @Test
  void tasksOfOneThreadShareWhatAGroupsWeightsTake() {
    assertThat(FOUR_TASKS.bytes(V3, settings(""))).isEqualTo(512_000_000);
    assertThat(new ScoringMemory(4, 2).bytes(V3, settings(""))).isEqualTo(4 * 512_000_000L);
  }

  @Test
  void aMachineThatIsTooSmallIsToldWithItsMemory() {
    SparkConf local = new SparkConf(false).set("spark.master", "local[4]");

    assertThat(MemoryCheck.ofScoring(local, 3000, 16_384, 4096)).isEmpty();
    assertThat(MemoryCheck.ofScoring(local, 3000, 8000, 4096))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "scoring may need 3000m outside of Java's heap, and Java 1024m, but this"
                            + " machine has 8000m, of which the heap may take 4096m: make"
                            + " scoring.group-megabytes smaller"));
  }

  @Test
  void containersThatAreTooSmallAreToldWithTheSetting() {
    SparkConf yarn =
        new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.executor.memory", "4g")
            .set("spark.executor.memoryOverhead", "6g");

    assertThat(MemoryCheck.ofScoring(yarn, 1000, 1, 1)).isEmpty();
    assertThat(MemoryCheck.ofScoring(yarn, 3000, 1, 1))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "spark.executor.memoryOverhead is 6144m but scoring may need 3000m beside"
                            + " arrays and Java, together 8120m: give more, or make"));
  }

  private static Settings settings(String text) {
    return Settings.of(text, Map.of());
  }
}
