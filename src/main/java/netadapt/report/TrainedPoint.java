package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;

/**
 * A network that was trained by itself and tested.
 *
 * @param kind {@code initial}, {@code found} or {@code scaled}
 * @param resource what it costs
 * @param accuracy on the test images
 * @param low where the 95% interval begins that so many images give; the accuracy if their number
 *     is not known
 * @param high where it ends
 */
record TrainedPoint(String kind, double resource, double accuracy, double low, double high) {
  /** Of all networks in the results. */
  static List<TrainedPoint> of(RunContents run) {
    return of(run, run.metric());
  }

  /** The same, with costs by another metric. */
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
    if (images == 0) {
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
    return new PageTable<TrainedPoint>()
        .column("kind", TrainedPoint::kind)
        .column("resource", TrainedPoint::resource)
        .column("accuracy", TrainedPoint::accuracy)
        .column("low", TrainedPoint::low)
        .column("high", TrainedPoint::high)
        .of(points);
  }
}
