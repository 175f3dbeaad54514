package netadapt.report;

import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.List;
import java.util.Map;
import netadapt.run.ParquetTable;
import netadapt.run.ParquetTable.Column;

/**
 * One row of the trajectory: the winner of an iteration.
 *
 * @param run name of the run
 * @param iteration 0 for the initial network
 * @param metric column of the metric that guides the search
 * @param target the resource no sample exceeds
 * @param resource the winner's, by the metric
 * @param architecture as JSON
 * @param samples proposed
 * @param failed samples without a score
 * @param budgetMet the smallest budget first met; not a number if none was
 * @param seconds the iteration took
 */
record Winner(
    String run,
    int iteration,
    String metric,
    double target,
    double resource,
    long macs,
    long params,
    double score,
    String architecture,
    String architectureId,
    int samples,
    int failed,
    double budgetMet,
    double seconds) {
  static final ParquetTable TABLE =
      new ParquetTable(
          "trajectory",
          List.of(
              Column.of("run_id", STRING),
              Column.of("iteration", INT),
              Column.of("metric", STRING),
              Column.of("target", DOUBLE),
              Column.of("resource", DOUBLE),
              Column.of("macs", LONG),
              Column.of("params", LONG),
              Column.of("score", DOUBLE),
              Column.of("architecture", STRING),
              Column.of("architecture_id", STRING),
              Column.of("samples", INT),
              Column.of("failed", INT),
              new Column("budget_met", DOUBLE, true),
              Column.of("seconds", DOUBLE)));

  static Winner of(Map<String, Object> row) {
    return new Winner(
        (String) row.get("run_id"),
        (int) row.get("iteration"),
        (String) row.get("metric"),
        (double) row.get("target"),
        (double) row.get("resource"),
        (long) row.get("macs"),
        (long) row.get("params"),
        (double) row.get("score"),
        (String) row.get("architecture"),
        (String) row.get("architecture_id"),
        (int) row.get("samples"),
        (int) row.get("failed"),
        (double) row.getOrDefault("budget_met", Double.NaN),
        (double) row.get("seconds"));
  }

  /** Whether a budget was first met by this iteration. */
  boolean meetsBudget() {
    return !Double.isNaN(budgetMet);
  }
}
