package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import netadapt.task.ScoreUnit;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;

/**
 * A network that was trained by itself and tested.
 *
 * @param kind {@code initial}, {@code found} or {@code scaled}
 * @param resource what it costs
 * @param accuracy on the test images
 * @param low where the 95% interval begins that so many images give; the accuracy if their number
 *     is not known, or images are not right or wrong
 * @param high where it ends
 */
record TrainedPoint(String kind, double resource, double accuracy, double low, double high) {
  /**
   * Of all networks in the results.
   *
   * @param metric column of what they cost
   */
  static List<TrainedPoint> of(RunContents run, String metric) {
    List<TrainedPoint> points = new ArrayList<>();
    add(points, "initial", NetworkFacts.initial(run), run, metric);
    for (NetworkFacts network : NetworkFacts.found(run)) {
      add(points, "found", network, run, metric);
      network.scaled().ifPresent(scaled -> add(points, "scaled", scaled, run, metric));
    }
    return points;
  }

  private static void add(
      List<TrainedPoint> points,
      String kind,
      NetworkFacts network,
      RunContents run,
      String metric) {
    OptionalDouble accuracy = network.testAccuracy();
    OptionalDouble resource = network.cost(metric);
    if (accuracy.isEmpty() || resource.isEmpty()) {
      return;
    }
    int images = run.results().testImages().orElse(0);
    double share = accuracy.getAsDouble();
    if (images == 0 || !run.unit().countsImages()) {
      points.add(new TrainedPoint(kind, resource.getAsDouble(), share, share, share));
    } else {
      ConfidenceInterval interval = ShrinkingCost.wilson(share, images);
      points.add(
          new TrainedPoint(
              kind,
              resource.getAsDouble(),
              share,
              interval.getLowerBound(),
              interval.getUpperBound()));
    }
  }

  static Map<String, Object> table(List<TrainedPoint> points) {
    return columns((TrainedPoint point) -> point).of(points);
  }

  /** The columns of a table whose rows have a point. */
  static <T> PageTable<T> columns(Function<T, TrainedPoint> of) {
    return new PageTable<T>()
        .column("kind", row -> of.apply(row).kind())
        .column("resource", row -> of.apply(row).resource())
        .column("accuracy", row -> of.apply(row).accuracy())
        .column("low", row -> of.apply(row).low())
        .column("high", row -> of.apply(row).high());
  }

  /**
   * The picture of the table {@code trained}.
   *
   * @param colour column that colours tell apart
   * @param metric column of what networks cost
   * @param unit of the accuracies
   */
  static Html figure(String colour, String metric, ScoreUnit unit, String alternative) {
    return Chart.figure(
        "trained",
        "trained",
        Chart.ofScores(
            unit,
            Map.of(
                "metric",
                Numbers.metric(metric),
                "format",
                Numbers.axis(metric),
                "colour",
                colour,
                // Shapes have a legend of their own, which tells kinds apart.
                "legend",
                colour.equals("kind") ? "null" : "{}")),
        alternative,
        "Test "
            + unit.noun()
            + " of networks that were trained by themselves"
            + (unit.countsImages()
                ? ", with the 95% interval that the number of test images gives."
                : "."));
  }
}
