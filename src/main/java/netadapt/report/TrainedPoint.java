package netadapt.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A network that was trained by itself and tested.
 *
 * @param kind {@code initial}, {@code found} or {@code scaled}
 * @param resource what it costs
 * @param accuracy on the test images
 * @param interval half of the 95% interval that so many images give; 0 if their number is unknown
 */
record TrainedPoint(String kind, double resource, double accuracy, double interval) {
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
    double interval = images == 0 ? 0 : ShrinkingCost.interval(share, images);
    points.add(new TrainedPoint(kind, resource.getAsDouble(), share, interval));
  }

  double low() {
    return Math.max(0, accuracy - interval);
  }

  double high() {
    return Math.min(1, accuracy + interval);
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
