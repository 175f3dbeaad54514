package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import netadapt.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkKeysTest {
  private static final Collection<String> KNOWN = SparkKeys.known();

  @ParameterizedTest
  @CsvSource({
    "spark.executor.memry, spark.executor.memory",
    "spark.excutor.cores, spark.executor.cores",
    "spark.executor.memory.overhead, spark.executor.memoryOverhead",
    "spark.task.cpu, spark.task.cpus",
    "spark.sql.shuffle.partition, spark.sql.shuffle.partitions",
    "spark.ui.enable, spark.ui.enabled",
    "spark.masster, spark.master",
  })
  void aMisspelledSettingIsToldWithTheOneThatIsMeant(String key, String meant) {
    assertThat(SparkKeys.meant(key, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.master",
        "spark.app.name",
        "spark.executor.extraJavaOptions",
        "spark.executorEnv.OMP_NUM_THREADS",
        "spark.executor.resource.gpu.amount",
        "spark.task.resource.gpu.amount",
        "spark.hadoop.fs.s3a.endpoint",
        "spark.kubernetes.container.image",
        "spark.yarn.queue",
        "spark.metrics.conf.driver.sink.csv.period",
        "spark.sql.catalog.my",
        "spark.plugin.of.ours",
        "spark.rapids.sql.enabled",
        "spark.executor.instances",
        "spark.scheduler.maxRegisteredResourcesWaitingTime",
        "spark.shuffle.io.mode",
        "spark.rpc.io.mode",
        "spark.shuffle.io.numConnectionsPerPeer",
        "spark.yarn.executor.memoryOverhead",
      })
  void whatSparkOrOthersMayKnowIsNotTold(String key) {
    assertThat(SparkKeys.meant(key, KNOWN)).isEmpty();
  }

  @Test
  void nothingIsToldWhereSparkIsBuiltInAnotherWay() {
    Settings settings = Settings.of("spark.executor.memry = 2g", Map.of());

    assertThat(
            SparkKeys.warnings(
                settings,
                () -> {
                  throw new NoClassDefFoundError("org/apache/spark/internal/config/ConfigEntry$");
                }))
        .isEmpty();
  }

  @Test
  void aMisspelledSettingIsToldWithWhereItWasWritten() {
    Settings settings =
        Settings.of(
            "# a comment\nspark.executor.memry = 2g",
            Map.of("spark.drivr.memory", "4g", "spark.executor.cores", "2"));

    assertThat(SparkKeys.warnings(settings))
        .containsExactly(
            "spark.drivr.memory is no setting that Spark knows: did you mean spark.driver.memory?"
                + " (-Dspark.drivr.memory=4g)",
            "spark.executor.memry is no setting that Spark knows: did you mean"
                + " spark.executor.memory? (settings:2)");
  }
}
