package netadapt;

import java.util.Map;
import netadapt.settings.Settings;
import org.apache.spark.sql.SparkSession;

/** The example in {@link NetAdapt}'s documentation, to the letter. */
final class NetAdaptExample {
  private NetAdaptExample() {}

  static void search(SparkSession spark, String directory) {
    // example
    Settings settings =
        Settings.of(
            "network = mnist, supernet.epochs = 1, search { budgets = [0.75], samples = 6 }",
            Map.of("run.directory", directory));
    try (NetAdapt run = NetAdapt.open(settings, spark, RunListener.NONE)) {
      run.perform(Step.PREPARE, Step.TRAIN_SUPERNET, Step.SEARCH);
      run.trajectory().select("iteration", "macs", "score").show();
    }
    // end
  }
}
