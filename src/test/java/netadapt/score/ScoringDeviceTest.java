package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import netadapt.arch.Activation;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.onnx.Gpu;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class ScoringDeviceTest {
  @Test
  void aTaskTakesTheGpuThatIsAssignedToIt() {
    assertThat(ScoringDevice.assigned(gpus("3"), false)).isEqualTo(new Gpu(3));
    assertThat(ScoringDevice.assigned(gpus("2", "5"), true)).isEqualTo(new Gpu(2));
  }

  @Test
  void withoutAGpuATaskFailsAndDoesNotFallBack() {
    assertThatThrownBy(() -> ScoringDevice.assigned(Map.of(), false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "scoring.device is gpu but Spark has assigned no GPU to the task: set"
                + " spark.task.resource.gpu.amount, and spark.executor.resource.gpu.amount, or"
                + " scoring.device to cpu");
    assertThatThrownBy(() -> ScoringDevice.assigned(gpus(), false))
        .hasMessageContaining("has assigned no GPU");
    assertThatThrownBy(() -> ScoringDevice.assigned(gpus("GPU-1f"), false))
        .hasMessageContaining("GPU GPU-1f to the task but it must be a number");
  }

  @Test
  void locallySparkAssignsNoneAndTheFirstIsTaken() {
    assertThat(ScoringDevice.assigned(Map.of(), true)).isEqualTo(new Gpu(0));
    assertThat(Stream.of("local", "local[2]", "local[*]")).allMatch(ScoringDevice::local);
    assertThat(Stream.of("local-cluster[2,1,1024]", "yarn", "")).noneMatch(ScoringDevice::local);
  }

  @Test
  void tasksShareAGpuAsSparkIsTold() {
    assertThat(ScoringDevice.tasks(amount("1"))).isEqualTo(1);
    assertThat(ScoringDevice.tasks(amount("2"))).isEqualTo(1);
    assertThat(ScoringDevice.tasks(amount("0.25"))).isEqualTo(4);
    assertThat(ScoringDevice.tasks(amount("0.3"))).isEqualTo(3);
    assertThat(ScoringDevice.tasks(new SparkConf(false))).isEqualTo(1);
  }

  @Test
  void locallyAllTasksThatRunAtATimeShareAGpu() {
    assertThat(ScoringDevice.tasks(master("local"))).isEqualTo(1);
    assertThat(ScoringDevice.tasks(master("local[4]"))).isEqualTo(4);
    assertThat(ScoringDevice.tasks(master("local[4,2]"))).isEqualTo(4);
    assertThat(ScoringDevice.tasks(master("local[*]")))
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(ScoringDevice.tasks(master("local[8]").set("spark.task.cpus", "3"))).isEqualTo(2);
    assertThat(ScoringDevice.tasks(master("local[2]").set("spark.task.cpus", "3"))).isEqualTo(1);
    assertThat(ScoringDevice.tasks(master("local-cluster[2,4,1024]"))).isEqualTo(1);
  }

  @Test
  void aProcessorsBatchFollowsFromTheLargestActivation() {
    assertThat(ScoringDevice.onProcessor(convolution(8, 16))).isEqualTo(64);
    assertThat(ScoringDevice.onProcessor(convolution(32, 32))).isEqualTo(16); // 131 kB an image
    assertThat(ScoringDevice.onProcessor(convolution(224, 64))).isEqualTo(4); // 12.8 MB
  }

  private static SuperNetwork convolution(int side, int filters) {
    return new NetworkBuilder("one", new Shape(side, side, 3), 3, 64)
        .convolution("c1", filters, 3, 1, Activation.RELU, true, -1)
        .globalAveragePool("pool")
        .dense("classifier", 2)
        .build();
  }

  @Test
  void aGpusBatchFollowsFromItsMemory() {
    SuperNetwork network =
        new NetworkBuilder("one", new Shape(10, 10, 1), 3, 64)
            .convolution("c1", 9, 3, 1, Activation.RELU, true, -1)
            .globalAveragePool("pool")
            .dense("classifier", 91)
            .build();
    // 10 · 10 · 9 + 9 + 91 numbers of four bytes, twice, in half of the memory.
    long perImage = 1000 * 4 * 2 * 2;

    assertThat(ScoringDevice.fitting(100 * perImage, network)).isEqualTo(100);
    assertThat(ScoringDevice.fitting(100 * perImage - 1, network)).isEqualTo(99);
    assertThat(ScoringDevice.fitting(1, network)).isEqualTo(1);
    assertThat(ScoringDevice.fitting(Long.MAX_VALUE / 2, network)).isEqualTo(256);
  }

  private static Map<String, ResourceInformation> gpus(String... addresses) {
    return Map.of("gpu", new ResourceInformation("gpu", addresses));
  }

  private static SparkConf master(String master) {
    return new SparkConf(false).set("spark.master", master);
  }

  private static SparkConf amount(String amount) {
    return new SparkConf(false).set("spark.task.resource.gpu.amount", amount);
  }
}
