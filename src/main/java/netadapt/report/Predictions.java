package netadapt.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import netadapt.run.SampleRow;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How well scores were predicted of networks that had none yet.
 *
 * @param networks how many there were
 * @param correlation of predicted and measured scores, in {@code [-1, 1]}; not a number where it is
 *     undefined
 * @param error root mean square of their differences; not a number if there are no networks
 * @param scoreError root mean square of the scores' standard errors, which no prediction can beat
 */
record Predictions(int networks, double correlation, double error, double scoreError) {
  /** Earlier there is one score to predict from. */
  private static final int FIRST_ITERATION = 2;

  /**
   * Those of a search, from iteration 2 on. Networks that were scored before, failed, or left a
   * race are left out.
   *
   * @param samples by iteration
   */
  static Predictions of(List<SampleRow> samples) {
    List<SampleRow> predicted = unseen(samples);
    return new Predictions(
        predicted.size(),
        correlation(predicted),
        rootMeanSquare(
            predicted, row -> row.score().orElseThrow() - row.predictedScore().orElseThrow()),
        rootMeanSquare(predicted, row -> row.scoreError().orElseThrow()));
  }

  private static List<SampleRow> unseen(List<SampleRow> samples) {
    Set<String> seen = new HashSet<>();
    List<SampleRow> unseen = new ArrayList<>();
    for (SampleRow row : samples) {
      boolean first = seen.add(row.architectureId());
      if (first
          && row.iteration() >= FIRST_ITERATION
          && !row.failed()
          && !row.dropped()
          && row.predictedScore().isPresent()) {
        unseen.add(row);
      }
    }
    return unseen;
  }

  private static double correlation(List<SampleRow> rows) {
    return rows.size() < 2
        ? Double.NaN
        : new PearsonsCorrelation()
            .correlation(
                rows.stream().mapToDouble(row -> row.predictedScore().orElseThrow()).toArray(),
                rows.stream().mapToDouble(row -> row.score().orElseThrow()).toArray());
  }

  private static double rootMeanSquare(List<SampleRow> rows, ToDoubleFunction<SampleRow> value) {
    return Math.sqrt(
        rows.stream()
            .mapToDouble(value)
            .map(number -> number * number)
            .average()
            .orElse(Double.NaN));
  }
}
