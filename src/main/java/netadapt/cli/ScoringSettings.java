package netadapt.cli;

/**
 * How sub-networks are scored.
 *
 * @param batch images that go through a sub-network together
 * @param threads of one task; 0 for as many as it has cores
 * @param shards parts of the images; 0 for as many as suit the task slots
 * @param groups of the sub-networks; 0 for as many as suit the task slots
 * @param batchNorm where the statistics of batch normalisation are from
 * @param metric what a score is
 */
record ScoringSettings(
    int batch, int threads, int shards, int groups, BatchNorm batchNorm, Metric metric) {
  /** Where the statistics of batch normalisation are from. */
  enum BatchNorm {
    RUNNING
  }

  /** What a score is. */
  enum Metric {
    TOP_1
  }

  static ScoringSettings read(Section scoring) {
    ScoringSettings settings =
        new ScoringSettings(
            scoring.integer("batch", 1),
            scoring.integer("threads", 0),
            scoring.integer("shards", 0),
            scoring.integer("groups", 0),
            scoring.choice("batch-norm", BatchNorm.class),
            scoring.choice("metric", Metric.class));
    scoring.finish();
    return settings;
  }
}
