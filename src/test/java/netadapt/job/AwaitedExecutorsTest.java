package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import netadapt.BadInput;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class AwaitedExecutorsTest {
  private static final String RATIO = "spark.scheduler.minRegisteredResourcesRatio";

  @Test
  void sparkDoesNotWaitItself() {
    SparkConf spark = yarn().set(RATIO, "1");

    assertThat(AwaitedExecutors.of(spark))
        .hasValue(new AwaitedExecutors(OptionalInt.of(8), 1, Duration.ofSeconds(300)));
    assertThat(spark.get(RATIO)).isEqualTo("0");
  }

  @Test
  void localModeHasNothingToWaitFor() {
    assertThat(AwaitedExecutors.of(master("local[4]"))).isEmpty();
  }

  @Test
  void asManyAreEnoughAsSparkWouldWaitFor() {
    assertThat(AwaitedExecutors.of(yarn()).orElseThrow().enough()).isEqualTo(7); // 0.8 of 8
    assertThat(enough("local-cluster[4,1,1024]")).isEqualTo(1);
    assertThat(enough("k8s://https://host")).isEqualTo(2);
  }

  @Test
  void aSparkClusterGivesAsManyAsItsCoresAllow() {
    SparkConf spark = master("spark://host:7077").set(RATIO, "1");
    assertThat(AwaitedExecutors.of(spark).orElseThrow().expected()).isEmpty();

    spark.set(RATIO, "1").set("spark.cores.max", "12").set("spark.executor.cores", "4");
    assertThat(AwaitedExecutors.of(spark).orElseThrow().enough()).isEqualTo(3);
  }

  @Test
  void dynamicAllocationBeginsWithItsInitialExecutors() {
    SparkConf spark =
        yarn()
            .set("spark.executor.instances", "0")
            .set("spark.dynamicAllocation.enabled", "true")
            .set("spark.dynamicAllocation.minExecutors", "3");

    assertThat(AwaitedExecutors.of(spark).orElseThrow().expected()).hasValue(3);
  }

  @Test
  void whatIsThereIsSaid() {
    AwaitedExecutors awaited = new AwaitedExecutors(OptionalInt.of(2), 1, Duration.ofMinutes(5));

    assertThat(awaited.waiting(1, false)).isEqualTo("1 of 2 executors, waiting up to 300 s");
    assertThat(awaited.waiting(0, true)).startsWith("no executor after 300 s, ");
  }

  @Test
  void aRatioThatIsNoneIsAMistake() {
    assertThatThrownBy(() -> AwaitedExecutors.of(yarn().set(RATIO, "2")))
        .isInstanceOf(BadInput.class)
        .hasMessage(RATIO + " is 2 but must be a number from 0 to 1");
  }

  private static int enough(String master) {
    return AwaitedExecutors.of(master(master)).orElseThrow().enough();
  }

  private static SparkConf yarn() {
    return master("yarn")
        .set("spark.executor.instances", "8")
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "300s");
  }

  private static SparkConf master(String master) {
    return new SparkConf(false).setMaster(master);
  }
}
