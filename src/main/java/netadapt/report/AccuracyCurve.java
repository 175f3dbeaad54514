package netadapt.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import netadapt.run.TrainingLogRow;

/**
 * How accurate networks were on held-out images while their weights were trained.
 *
 * @param lines one for each network, all with a point after the same epochs; empty if none was
 *     scored
 */
record AccuracyCurve(List<Line> lines) {
  AccuracyCurve {
    lines = List.copyOf(lines);
  }

  /**
   * A network's accuracies.
   *
   * @param name of the network, such as {@code half}
   * @param points in order, at least one
   */
  record Line(String name, List<Point> points, Palette colour) {
    Line {
      points = List.copyOf(points);
    }

    double first() {
      return points.get(0).accuracy();
    }

    double last() {
      return points.get(points.size() - 1).accuracy();
    }

    double best() {
      return points.stream().mapToDouble(Point::accuracy).max().orElseThrow();
    }
  }

  /**
   * After an epoch.
   *
   * @param step steps done
   */
  record Point(long step, double accuracy) {}

  /**
   * Of the full network and those with half and a quarter of all filters, after each round for
   * which all of them have an accuracy.
   */
  static AccuracyCurve ofSupernet(List<TrainingLogRow> log) {
    List<TrainingLogRow> scored =
        log.stream()
            .filter(row -> row.fullAccuracy().isPresent())
            .filter(row -> row.halfAccuracy().isPresent())
            .filter(row -> row.quarterAccuracy().isPresent())
            .toList();
    return scored.isEmpty()
        ? new AccuracyCurve(List.of())
        : new AccuracyCurve(
            List.of(
                line("full", scored, TrainingLogRow::fullAccuracy, Palette.ACCENT),
                line("half", scored, TrainingLogRow::halfAccuracy, Palette.FRONT),
                line("quarter", scored, TrainingLogRow::quarterAccuracy, Palette.BUDGET)));
  }

  /** Of a network that was trained by itself. */
  static AccuracyCurve ofNetwork(List<TrainingLogRow> log) {
    List<TrainingLogRow> scored =
        log.stream().filter(row -> row.fullAccuracy().isPresent()).toList();
    return scored.isEmpty()
        ? new AccuracyCurve(List.of())
        : new AccuracyCurve(
            List.of(line("found", scored, TrainingLogRow::fullAccuracy, Palette.ACCENT)));
  }

  private static Line line(
      String name,
      List<TrainingLogRow> scored,
      Function<TrainingLogRow, OptionalDouble> accuracy,
      Palette colour) {
    return new Line(
        name,
        scored.stream()
            .map(row -> new Point(row.step(), accuracy.apply(row).orElseThrow()))
            .toList(),
        colour);
  }
}
