package netadapt.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.metrics.MetricsSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By Spark's own sink that writes CSV. */
class SparkSinkTest {
  @TempDir private Path folder;
  private MetricsSystem spark;
  private SparkSink sink;

  @BeforeEach
  void startMetricsSystem() {
    SparkConf configuration =
        new SparkConf(false)
            .set("spark.app.id", "app")
            .set("spark.executor.id", "driver")
            .set("spark.metrics.conf.*.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink")
            .set("spark.metrics.conf.*.sink.csv.period", "1")
            .set("spark.metrics.conf.*.sink.csv.unit", "hours")
            .set("spark.metrics.conf.*.sink.csv.directory", folder.toString());
    spark = MetricsSystem.createMetricsSystem("driver", configuration);
    spark.start(false);
    sink = new SparkSink(spark);
  }

  @AfterEach
  void stopMetricsSystem() {
    spark.stop();
  }

  @Test
  void sinksOfSparkHaveTheLatestValues() throws IOException {
    sink.record(List.of(new MetricValues("supernet", 8, Map.of("loss", 2.5))));
    sink.record(List.of(new MetricValues("supernet", 16, Map.of("loss", 1.25))));
    sink.record(List.of(new MetricValues("train/a-seed-1", 8, Map.of("loss", 0.5))));

    assertThat(reported("supernet.loss")).isEqualTo("1.25");
    assertThat(reported("supernet.step")).isEqualTo("16.0");
    assertThat(reported("train.a-seed-1.loss")).isEqualTo("0.5");
  }

  @Test
  void nothingIsLeftAfterTheEnd() throws IOException {
    sink.record(List.of(new MetricValues("supernet", 8, Map.of("loss", 2.5))));
    sink.end(RunEnd.FINISHED);

    spark.report();

    assertThat(spark.getSourcesByName("netadapt").isEmpty()).isTrue();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aRunThatBeginsLaterInTheSessionTakesTheSourceOver() throws IOException {
    SparkSink later = new SparkSink(spark);

    sink.record(List.of(new MetricValues("supernet", 8, Map.of("loss", 2.5))));
    later.record(List.of(new MetricValues("supernet", 1, Map.of("loss", 7.5))));
    sink.record(List.of(new MetricValues("search", 0, Map.of("score", 0.5))));
    sink.end(RunEnd.FINISHED);

    assertThat(reported("supernet.loss")).isEqualTo("7.5");
  }

  /** The last value that the sink has written of a gauge. */
  private String reported(String gauge) throws IOException {
    spark.report();
    List<String> lines =
        Files.readAllLines(folder.resolve("app.driver.netadapt." + gauge + ".csv"));
    return lines.get(lines.size() - 1).split(",")[1];
  }
}
