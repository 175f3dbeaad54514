package netadapt.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import netadapt.run.TrainingLogRow;

/**
 * How weights were trained, in the points of curves.
 *
 * @param name of what was trained, such as {@code found, 49.8% of the MACs}
 * @param log a row for each round; empty if there was no training
 */
record TrainingCurve(String name, List<TrainingLogRow> log) {
  private static final int MOST_POINTS = 400;

  TrainingCurve {
    log = List.copyOf(log);
  }

  /**
   * Some neighbouring rounds together.
   *
   * @param step steps done after the last of them
   * @param loss their mean
   * @param learningRate of the last of them
   */
  record Point(String name, long step, double loss, double learningRate) {}

  /**
   * After an epoch.
   *
   * @param name of the network that was scored
   * @param step steps done
   * @param accuracy on the held-out images, with the averaged weights
   */
  record Scored(String name, long step, double accuracy) {}

  boolean isEmpty() {
    return log.isEmpty();
  }

  TrainingLogRow last() {
    return log.get(log.size() - 1);
  }

  double seconds() {
    return log.stream().mapToDouble(TrainingLogRow::seconds).sum();
  }

  long images() {
    return log.stream().mapToLong(TrainingLogRow::images).sum();
  }

  /** The losses in no more points than a picture can show. */
  List<Point> points() {
    return points(MOST_POINTS);
  }

  /**
   * The losses in fewer points, each of as many neighbouring rounds.
   *
   * @param most at least 1
   */
  List<Point> points(int most) {
    int group = Math.max(1, (log.size() + most - 1) / most);
    return Stream.iterate(0, from -> from < log.size(), from -> from + group)
        .map(from -> point(log.subList(from, Math.min(from + group, log.size()))))
        .toList();
  }

  private Point point(List<TrainingLogRow> rounds) {
    TrainingLogRow last = rounds.get(rounds.size() - 1);
    double loss = rounds.stream().mapToDouble(TrainingLogRow::loss).average().orElseThrow();
    return new Point(name, last.step(), loss, last.learningRate());
  }

  /** The accuracies after epochs of the network that was trained, or of the full one. */
  List<Scored> accuracies() {
    return scored(name, TrainingLogRow::fullAccuracy);
  }

  /** Those of the full super-network, and of the ones with half and a quarter of all filters. */
  List<Scored> sharedAccuracies() {
    return Stream.of(
            scored("full", TrainingLogRow::fullAccuracy),
            scored("half", TrainingLogRow::halfAccuracy),
            scored("quarter", TrainingLogRow::quarterAccuracy))
        .flatMap(List::stream)
        .toList();
  }

  /** The points of trainings as a table. */
  static Map<String, Object> losses(List<TrainingCurve> trainings) {
    return new PageTable<Point>()
        .column("name", Point::name)
        .column("step", Point::step)
        .column("loss", Point::loss)
        .column("rate", Point::learningRate)
        .of(trainings.stream().flatMap(training -> training.points().stream()).toList());
  }

  /** Accuracies as a table. */
  static Map<String, Object> accuracies(List<Scored> scored) {
    return new PageTable<Scored>()
        .column("name", Scored::name)
        .column("step", Scored::step)
        .column("accuracy", Scored::accuracy)
        .of(scored);
  }

  private List<Scored> scored(String of, Function<TrainingLogRow, OptionalDouble> accuracy) {
    return log.stream()
        .filter(row -> accuracy.apply(row).isPresent())
        .map(row -> new Scored(of, row.step(), accuracy.apply(row).getAsDouble()))
        .toList();
  }
}
