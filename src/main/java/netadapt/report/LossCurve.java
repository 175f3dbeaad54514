package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import netadapt.run.TrainingLogRow;

/**
 * How a training went, in the points of a curve.
 *
 * @param points in order; empty if there was no training
 */
record LossCurve(List<Point> points) {
  LossCurve {
    points = List.copyOf(points);
  }

  /**
   * One or more neighbouring rounds.
   *
   * @param epoch of the last round, from 0
   * @param step steps done after the last round
   * @param images trained on
   * @param learningRate of the last round
   * @param loss mean over the rounds
   * @param seconds of all the rounds
   */
  record Point(
      int epoch, long step, long images, double learningRate, double loss, double seconds) {
    static Point of(TrainingLogRow row) {
      return new Point(
          row.epoch(), row.step(), row.images(), row.learningRate(), row.loss(), row.seconds());
    }
  }

  /** A point for each round. */
  static LossCurve of(List<TrainingLogRow> log) {
    return new LossCurve(log.stream().map(Point::of).toList());
  }

  Point last() {
    return points.get(points.size() - 1);
  }

  double seconds() {
    return points.stream().mapToDouble(Point::seconds).sum();
  }

  long images() {
    return points.stream().mapToLong(Point::images).sum();
  }

  /**
   * The same training in fewer points: each stands for as many neighbouring ones, with their mean
   * loss and the step, epoch and learning rate of the last of them.
   *
   * @param most at least 1
   */
  LossCurve thinned(int most) {
    int group = (points.size() + most - 1) / most;
    List<Point> thinned = new ArrayList<>();
    for (int from = 0; from < points.size(); from += group) {
      thinned.add(merge(points.subList(from, Math.min(from + group, points.size()))));
    }
    return new LossCurve(thinned);
  }

  /** The points of which something holds. */
  LossCurve where(Predicate<Point> holds) {
    return new LossCurve(points.stream().filter(holds).toList());
  }

  private static Point merge(List<Point> group) {
    Point last = group.get(group.size() - 1);
    return new Point(
        last.epoch(),
        last.step(),
        group.stream().mapToLong(Point::images).sum(),
        last.learningRate(),
        group.stream().mapToDouble(Point::loss).average().orElseThrow(),
        group.stream().mapToDouble(Point::seconds).sum());
  }
}
