package netadapt.job;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import netadapt.metrics.MetricValues;
import netadapt.metrics.RunMetrics;
import netadapt.run.Costs;
import netadapt.run.FoundNetwork;
import netadapt.run.NetworkResult;
import netadapt.run.RunResults;
import netadapt.run.TrainedNetwork;

/** Records what a run has come to, each network in a series of one step. */
final class ResultMetrics {
  private static final int STEP = 0;

  private ResultMetrics() {}

  /** Records the networks of the results, with what is known of them. */
  static void record(RunMetrics metrics, RunResults results) {
    results.initial().ifPresent(network -> record(metrics, "initial", network));
    for (FoundNetwork found : results.found()) {
      String budget = BigDecimal.valueOf(found.budget()).stripTrailingZeros().toPlainString();
      record(metrics, "found-" + budget, found.network());
      found.scaled().ifPresent(scaled -> record(metrics, "scaled-" + budget, scaled));
    }
  }

  /** Records a network that was trained by itself. */
  static void record(RunMetrics metrics, String name, TrainedNetwork trained) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("macs", (double) trained.macs());
    values.put("params", (double) trained.params());
    trained.testAccuracy().ifPresent(accuracy -> values.put("test_accuracy", accuracy));
    trained
        .furtherTests()
        .forEach((metric, value) -> values.put("test_" + metric.replace('-', '_'), value));
    metrics.record(MetricValues.RESULT + name, STEP, values);
  }

  private static void record(RunMetrics metrics, String name, NetworkResult network) {
    Map<String, Double> values = costs(network.costs());
    network.measuredMillis().ifPresent(millis -> values.put("measured_ms", millis));
    network.score().ifPresent(score -> values.put("score", score));
    network
        .sharedTestAccuracy()
        .ifPresent(accuracy -> values.put("shared_test_accuracy", accuracy));
    network.testAccuracy().ifPresent(accuracy -> values.put("test_accuracy", accuracy));
    metrics.record(MetricValues.RESULT + name, STEP, values);
  }

  /** What a network costs, by the names of the metrics. */
  static Map<String, Double> costs(Costs costs) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("macs", (double) costs.macs());
    values.put("params", (double) costs.params());
    values.putAll(costs.further());
    return values;
  }
}
