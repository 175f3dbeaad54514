package netadapt.job;

import java.util.LinkedHashMap;
import java.util.Map;
import netadapt.metrics.RunMetrics;
import netadapt.run.TrajectoryRow;

/** Records the iterations of the search, by the names of the trajectory's columns. */
final class SearchMetrics {
  private static final String SERIES = "search";

  private SearchMetrics() {}

  /** Records an iteration that is committed. */
  static void record(RunMetrics metrics, TrajectoryRow row) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("score", row.score());
    values.put("expected_score", row.expectedScore());
    values.put("expected_deviation", row.expectedDeviation());
    values.putAll(ResultMetrics.costs(row.costs()));
    values.put("budget", row.budget());
    values.put("target", row.target());
    values.put("samples", (double) row.samples());
    values.put("failed", (double) row.failed());
    values.put("score_spread", row.scoreSpread());
    values.put("score_error", row.scoreError());
    values.put("seconds", row.seconds());
    metrics.record(SERIES, row.iteration(), values);
  }
}
