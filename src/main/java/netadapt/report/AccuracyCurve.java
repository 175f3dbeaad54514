package netadapt.report;

import java.util.List;
import netadapt.run.TrainingLogRow;

/**
 * How accurate the full network and two narrow ones were while the super-network was trained.
 *
 * @param points in order; empty if they were not scored
 */
record AccuracyCurve(List<Point> points) {
  AccuracyCurve {
    points = List.copyOf(points);
  }

  /**
   * After an epoch.
   *
   * @param step steps done
   * @param full accuracy of the full network
   * @param half of the one with half of all filters
   * @param quarter of the one with a quarter
   */
  record Point(long step, double full, double half, double quarter) {}

  /** A point for each round after which all of them have an accuracy. */
  static AccuracyCurve of(List<TrainingLogRow> log) {
    return new AccuracyCurve(
        log.stream()
            .filter(row -> row.fullAccuracy().isPresent())
            .filter(row -> row.halfAccuracy().isPresent())
            .filter(row -> row.quarterAccuracy().isPresent())
            .map(
                row ->
                    new Point(
                        row.step(),
                        row.fullAccuracy().orElseThrow(),
                        row.halfAccuracy().orElseThrow(),
                        row.quarterAccuracy().orElseThrow()))
            .toList());
  }

  Point last() {
    return points.get(points.size() - 1);
  }
}
