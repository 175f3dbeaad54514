package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class IdleCoresTest {
  @Test
  void coresThatAreNoWholeTaskAreTold() {
    assertThat(IdleCores.warnings(executors(4).set("spark.task.cpus", "3")))
        .singleElement()
        .asString()
        .startsWith("spark.task.cpus is 3 and an executor has 4 cores, of which 1 stay idle: ");
    assertThat(IdleCores.warnings(executors(4).set("spark.task.cpus", "2"))).isEmpty();
  }

  @Test
  void gpusThatAllowFewerTasksThanTheCoresAreTold() {
    assertThat(IdleCores.warnings(gpus("1")))
        .singleElement()
        .asString()
        .contains("an executor has GPUs for 1 tasks at a time and cores for 4: ");
    assertThat(IdleCores.warnings(gpus("0.5")))
        .singleElement()
        .asString()
        .contains("GPUs for 2 tasks");
    assertThat(IdleCores.warnings(gpus("0.25"))).isEmpty();
    assertThat(IdleCores.warnings(gpus("1").set("spark.task.cpus", "4"))).isEmpty();
  }

  private static SparkConf gpus(String ofTask) {
    return executors(4)
        .set("spark.executor.resource.gpu.amount", "1")
        .set("spark.task.resource.gpu.amount", ofTask);
  }

  private static SparkConf executors(int cores) {
    return new SparkConf(false)
        .setMaster("yarn")
        .set("spark.executor.cores", Integer.toString(cores));
  }
}
