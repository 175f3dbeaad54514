package netadapt.run;

import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.List;
import java.util.OptionalDouble;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * What the scores of a run depend on beside the architectures; written into every row.
 *
 * @param runId name of the run
 * @param datasetId of the images scored on
 * @param weightsId of the super-network's weights
 * @param seed of the search
 * @param scoreMetric what the score is, such as {@code top-1}
 * @param batchNorm {@code running} or {@code recalibrated}
 * @param calibrationImages images that batch normalisation was recalibrated on; 0 if it was not
 * @param fineTuneSteps minibatches that each sample was trained on from its parent's weights before
 *     it was scored; 0 if it was scored with the super-network's
 * @param racingConfidence that a race does not drop the best sample; empty without racing
 */
public record Provenance(
    String runId,
    String datasetId,
    String weightsId,
    long seed,
    String scoreMetric,
    String batchNorm,
    int calibrationImages,
    int fineTuneSteps,
    OptionalDouble racingConfidence) {
  /** The columns of what is the same in every row, and must be in a run that is resumed. */
  static final List<Field<Provenance>> CONSTANTS =
      List.of(
          Field.of("score_metric", STRING, Provenance::scoreMetric),
          Field.of("batch_norm", STRING, Provenance::batchNorm),
          Field.of("calibration_images", INT, Provenance::calibrationImages),
          Field.of("fine_tune_steps", INT, Provenance::fineTuneSteps),
          Field.optional("racing_confidence", Provenance::racingConfidence),
          Field.of("dataset_id", STRING, Provenance::datasetId),
          Field.of("weights_id", STRING, Provenance::weightsId),
          Field.of("seed", LONG, Provenance::seed));

  /** That of the same scores in another run, and by another seed. */
  public Provenance of(String otherRun, long otherSeed) {
    return new Provenance(
        otherRun,
        datasetId,
        weightsId,
        otherSeed,
        scoreMetric,
        batchNorm,
        calibrationImages,
        fineTuneSteps,
        racingConfidence);
  }

  static Provenance read(Cells row) {
    return new Provenance(
        row.text("run_id"),
        row.text("dataset_id"),
        row.text("weights_id"),
        row.whole("seed"),
        row.text("score_metric"),
        row.text("batch_norm"),
        row.integer("calibration_images"),
        row.integer("fine_tune_steps"),
        row.optional("racing_confidence"));
  }
}
