package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class DynamicAllocationTest {
  private static final String WORKERS = "network = mnist, supernet.workers = 8, train.workers = 8";
  private static final String CACHED = "spark.dynamicAllocation.cachedExecutorIdleTimeout";

  @Test
  void workersByTaskSlotsAreWarnedOf() {
    assertThat(warnings("network = mnist", dynamic()))
        .singleElement()
        .asString()
        .contains("set supernet.workers and train.workers");
    assertThat(warnings(WORKERS, dynamic())).isEmpty();
  }

  @Test
  void imagesThatAreGivenBackAreWarnedOf() {
    assertThat(warnings(WORKERS, dynamic().set(CACHED, "60s")))
        .singleElement()
        .asString()
        .startsWith(CACHED + " is 60s: ");
  }

  @Test
  void nothingIsSaidWhereExecutorsStay() {
    assertThat(warnings("network = mnist", new SparkConf(false).setMaster("yarn"))).isEmpty();
    assertThat(warnings("network = mnist", dynamic().setMaster("local[2]"))).isEmpty();
  }

  private static SparkConf dynamic() {
    return new SparkConf(false).setMaster("yarn").set("spark.dynamicAllocation.enabled", "true");
  }

  private static List<String> warnings(String settings, SparkConf spark) {
    return DynamicAllocation.warnings(Settings.of(settings, Map.of()), spark);
  }
}
