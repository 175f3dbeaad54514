package netadapt.run;

import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.List;
import netadapt.BadInput;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * What the rows of a rank check depend on beside the architectures; the same in all of them.
 *
 * @param from the least share of the whole network's MACs that networks have
 * @param to the largest share
 * @param seed of the networks and their trainings
 * @param epochs that each was trained for
 * @param initialWeights {@code shared} or {@code random}
 * @param testedOn {@code test}, or {@code held-out} where there are no test images
 * @param scoreMetric what score and accuracy are, such as {@code top-1}
 * @param batchNorm of the score: {@code running} or {@code recalibrated}
 * @param calibrationImages that the score's batch normalisation was recalibrated on; 0 if it was
 *     not
 * @param datasetId of the images
 * @param weightsId of the shared weights
 */
public record RankTerms(
    double from,
    double to,
    long seed,
    int epochs,
    String initialWeights,
    String testedOn,
    String scoreMetric,
    String batchNorm,
    int calibrationImages,
    String datasetId,
    String weightsId) {
  static final List<Field<RankTerms>> FIELDS =
      List.of(
          Field.of("macs_from", DOUBLE, RankTerms::from),
          Field.of("macs_to", DOUBLE, RankTerms::to),
          Field.of("seed", LONG, RankTerms::seed),
          Field.of("epochs", INT, RankTerms::epochs),
          Field.of("initial_weights", STRING, RankTerms::initialWeights),
          Field.of("tested_on", STRING, RankTerms::testedOn),
          Field.of("score_metric", STRING, RankTerms::scoreMetric),
          Field.of("batch_norm", STRING, RankTerms::batchNorm),
          Field.of("calibration_images", INT, RankTerms::calibrationImages),
          Field.of("dataset_id", STRING, RankTerms::datasetId),
          Field.of("weights_id", STRING, RankTerms::weightsId));

  /**
   * Compares them with those of the rows that are there.
   *
   * @throws BadInput if one differs: its name, both values, and what to do
   */
  public void check(List<RankRow> rows, RunDirectory directory) {
    for (RankRow row : rows) {
      for (Field<RankTerms> field : FIELDS) {
        Object written = field.value().apply(row.terms());
        Object now = field.value().apply(this);
        if (!written.equals(now)) {
          throw another(field.column().name(), written, now, directory);
        }
      }
    }
  }

  /** The mistake of a setting that is not as it was when the networks were trained. */
  public static BadInput another(String what, Object was, Object now, RunDirectory directory) {
    return new BadInput(
        "%s is %s but this rank check was begun with %s: go back to that, or remove %s"
            .formatted(what, now, was, directory.rankCheck()));
  }

  static RankTerms read(Cells row) {
    return new RankTerms(
        row.number("macs_from"),
        row.number("macs_to"),
        row.whole("seed"),
        row.integer("epochs"),
        row.text("initial_weights"),
        row.text("tested_on"),
        row.text("score_metric"),
        row.text("batch_norm"),
        row.integer("calibration_images"),
        row.text("dataset_id"),
        row.text("weights_id"));
  }
}
