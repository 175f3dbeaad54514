package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.LayerSize;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.search.Budgets;
import netadapt.search.Oracles;
import netadapt.search.ReductionSchedule;
import netadapt.search.Search;
import netadapt.search.SearchListener;
import netadapt.search.SearchPlan;
import netadapt.search.SearchResult;
import netadapt.search.Strategy;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchJournalIT {
  @Test
  void sparkReadsSamplesAndTrajectoryAsTables(@TempDir Path local) {
    SuperNetwork tiny = PaperNetworks.tiny();
    MacCount macs = new MacCount();
    RunDirectory directory = new RunDirectory(local.toString(), new Configuration());
    SearchJournal journal =
        new SearchJournal(
            directory,
            tiny,
            new Provenance(
                "test", "cifar10", "w1", 5, "top-1", "running", 0, 0, OptionalDouble.empty()),
            Strategy.DESCENT,
            macs,
            List.of());
    SearchPlan settings = SearchPlan.descent(6, 2, new ReductionSchedule(0.1, 0.98), 5);
    SearchResult result =
        new Search(tiny, macs, Budgets.of(List.of(0.3), tiny, macs), settings)
            .run(Oracles.scorer(), journal, SearchListener.NONE);

    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", local.resolve("warehouse").toString())
            .getOrCreate();
    try {
      int iterations = result.last().index() + 1;
      Dataset<Row> samples = spark.read().parquet(directory.samples().toString());
      assertThat(samples.columns()).containsOnlyOnce("iteration").contains("macs", "selected");
      assertThat(samples.filter("selected").count()).isEqualTo(iterations);
      assertThat(samples.filter("iteration = 1").count()).isGreaterThan(1);
      assertThat(samples.schema().apply("iteration").dataType()).isEqualTo(DataTypes.IntegerType);
      Dataset<Row> shrunk = samples.selectExpr("explode(shrunk_layers) AS layer", "selected");
      assertThat(shrunk.filter("layer = 'c1'").count()).isPositive();
      Dataset<Row> initial =
          samples
              .filter("iteration = 0")
              .selectExpr("to_json(architecture) AS json", "explode(architecture.layers) AS layer")
              .select("json", "layer.*");
      assertThat(initial.select("filters").as(Encoders.INT()).collectAsList())
          .isEqualTo(tiny.full().sizes().stream().map(LayerSize::filters).toList());
      assertThat(ArchitectureJson.read(tiny, initial.head().getString(0), "json"))
          .isEqualTo(tiny.full());
      Dataset<Row> trajectory = spark.read().parquet(directory.trajectory().toString());
      assertThat(trajectory.count()).isEqualTo(iterations);
      assertThat(trajectory.filter("budget_met is not null").count()).isEqualTo(1);
    } finally {
      spark.stop();
    }
  }
}
