package netadapt.report;

import static netadapt.run.ParquetTable.Type.BOOLEAN;
import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.List;
import java.util.Map;
import java.util.Set;
import netadapt.run.ParquetTable;
import netadapt.run.ParquetTable.Column;

/**
 * One row of the samples, and what its score depends on.
 *
 * @param resource by the metric that guides the search
 * @param score not a number if the sample failed
 * @param images it was scored on
 * @param dropped whether it left the race before it had seen all images
 * @param scoreMetric what the score is, such as {@code top1}
 * @param batchNorm {@code running} or {@code recalibrated}
 * @param calibrationImages images that batch normalisation was recalibrated on
 */
record ScoredSample(
    double resource,
    double score,
    long images,
    boolean dropped,
    String scoreMetric,
    String batchNorm,
    int calibrationImages,
    String datasetId,
    String weightsId,
    long seed) {
  private static final Set<String> WHOLE = Set.of("macs", "params");

  /**
   * The columns that are read here.
   *
   * @param metric column of the metric that guides the search
   */
  static ParquetTable table(String metric) {
    return new ParquetTable(
        "samples",
        List.of(
            Column.of(metric, WHOLE.contains(metric) ? LONG : DOUBLE),
            new Column("score", DOUBLE, true),
            Column.of("images", LONG),
            Column.of("dropped", BOOLEAN),
            Column.of("score_metric", STRING),
            Column.of("batch_norm", STRING),
            Column.of("calibration_images", INT),
            Column.of("dataset_id", STRING),
            Column.of("weights_id", STRING),
            Column.of("seed", LONG)));
  }

  static ScoredSample of(String metric, Map<String, Object> row) {
    return new ScoredSample(
        ((Number) row.get(metric)).doubleValue(),
        (double) row.getOrDefault("score", Double.NaN),
        (long) row.get("images"),
        (boolean) row.get("dropped"),
        (String) row.get("score_metric"),
        (String) row.get("batch_norm"),
        (int) row.get("calibration_images"),
        (String) row.get("dataset_id"),
        (String) row.get("weights_id"),
        (long) row.get("seed"));
  }

  boolean failed() {
    return Double.isNaN(score);
  }
}
