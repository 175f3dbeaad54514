package netadapt.run;

/**
 * What the scores of a run depend on beside the architectures; written into every row.
 *
 * @param runId name of the run
 * @param datasetId of the images scored on
 * @param weightsId of the super-network's weights
 * @param seed of the search
 * @param scoreMetric what the score is, such as {@code top1}
 * @param batchNorm {@code running} or {@code recalibrated}
 * @param calibrationImages images that batch normalisation was recalibrated on; 0 if it was not
 */
public record Provenance(
    String runId,
    String datasetId,
    String weightsId,
    long seed,
    String scoreMetric,
    String batchNorm,
    int calibrationImages) {}
