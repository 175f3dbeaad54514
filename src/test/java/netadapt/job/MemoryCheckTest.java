package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {
  private static final String PHYSICAL = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0";

  @Test
  void sessionOfTheScriptsLacksNothing() {
    assertThat(MemoryCheck.of(yarn("-Dorg.bytedeco.javacpp.maxbytes=4g " + PHYSICAL, "6g"), "0"))
        .isEmpty();
  }

  @Test
  void missingOverheadIsToldWithWhatItMustHold() {
    SparkConf spark = yarn(PHYSICAL, "").set("spark.executor.memory", "8g");
    assertThat(MemoryCheck.of(spark, "0"))
        .containsExactly(
            "spark.executor.memoryOverhead is 819m but executors may need 10240m outside of Java's"
                + " heap, 8192m for arrays and 2048m for ONNX Runtime and Java: the cluster may kill"
                + " them");
  }

  @Test
  void missingOptionOfJavaIsToldByName() {
    assertThat(MemoryCheck.of(yarn("-Dorg.bytedeco.javacpp.maxbytes=4g", "6g"), "0"))
        .singleElement()
        .asString()
        .startsWith("spark.executor.extraJavaOptions lack " + PHYSICAL);
  }

  @Test
  void bytesWithoutAUnitAreBytes() {
    assertThat(
            MemoryCheck.of(
                yarn("-Dorg.bytedeco.javacpp.maxbytes=4294967296 " + PHYSICAL, "6g"), "0"))
        .isEmpty();
  }

  @Test
  void driverThatLacksTheOptionIsTold() {
    assertThat(MemoryCheck.of(yarn(PHYSICAL, "6g"), null))
        .singleElement()
        .asString()
        .startsWith("this process's options lack " + PHYSICAL);
  }

  @Test
  void trainingsThatMayLackMemoryAreTold() {
    SparkConf local = new SparkConf(false).set("spark.master", "local[2]");
    SparkConf yarn = yarn("-Dorg.bytedeco.javacpp.maxbytes=4g " + PHYSICAL, "6g");

    assertThat(MemoryCheck.ofTraining(local, "train", "train.batch", 3000, 16_384, 4096)).isEmpty();
    assertThat(MemoryCheck.ofTraining(local, "train", "train.batch", 16_000, 16_384, 4096))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("train may need 16000m outside of Java's heap")
                    .contains("make train.batch smaller"));
    assertThat(MemoryCheck.ofTraining(yarn, "train", "train.batch", 5120, 1, 1)).isEmpty();
    assertThat(MemoryCheck.ofTraining(yarn, "train-supernet", "supernet.batch", 6000, 1, 1))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "spark.executor.memoryOverhead is 6144m but train-supernet may need 6000m,"
                            + " and Java 1024m: give more")
                    .contains("NETADAPT_NATIVE_MEMORY")
                    .contains("make supernet.batch smaller"));
  }

  @Test
  void onlyContainersLimitWhatATrainingTakesOnACluster() {
    SparkConf standalone = new SparkConf(false).set("spark.master", "spark://host:7077");
    assertThat(MemoryCheck.ofTraining(standalone, "train", "train.batch", 60_000, 1, 1)).isEmpty();
  }

  @Test
  void standaloneClusterHasNoContainersToOutgrow() {
    SparkConf spark =
        new SparkConf(false)
            .set("spark.master", "spark://host:7077")
            .set("spark.executor.extraJavaOptions", PHYSICAL);
    assertThat(MemoryCheck.of(spark, "0")).isEmpty();
  }

  private static SparkConf yarn(String options, String overhead) {
    SparkConf spark =
        new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.executor.memory", "4g")
            .set("spark.executor.extraJavaOptions", options);
    return overhead.isEmpty() ? spark : spark.set("spark.executor.memoryOverhead", overhead);
  }
}
