package netadapt.benchmark;

import java.util.List;
import java.util.Map;

/** The rows about averaging the workers of a round. */
final class AveragingRows {
  private static final List<Integer> WORKERS = List.of(2, 4, 8, 16, 32, 64);

  private AveragingRows() {}

  /** {@link SparkAveraging} with more and more workers, on the executors and on the driver. */
  static List<Line> averaging(Effort effort) {
    return effort.workloads("mobilenet-v3-latency:1", "mnist:1").stream()
        .flatMap(workload -> WORKERS.stream().map(workers -> averaging(effort, workload, workers)))
        .toList();
  }

  private static Line averaging(Effort effort, String workload, int workers) {
    Map<String, Double> here = average(effort, workload, workers, "executors");
    String what =
        "%s (%,.0f numbers), %d workers: ms; MB to the driver"
            .formatted(workload, here.get("numbers"), workers);
    return new Line(
        "averaging",
        what,
        cost(here),
        "all to the driver: " + onDriver(effort, workload, workers, here.get("mean")),
        "MB: one state, or 4");
  }

  /** It does not go through with as many workers as the heap has no room for. */
  private static String onDriver(Effort effort, String workload, int workers, double mean) {
    Map<String, Double> there;
    try {
      there = average(effort, workload, workers, "driver");
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
    if (there.get("mean") != mean) {
      throw new IllegalStateException("the means of %d workers differ".formatted(workers));
    }
    return cost(there);
  }

  private static String cost(Map<String, Double> said) {
    return "%.0f; %.1f".formatted(1000 * said.get("seconds"), said.get("driver_megabytes"));
  }

  private static Map<String, Double> average(
      Effort effort, String workload, int workers, String where) {
    return Child.run(
        SparkAveraging.class,
        List.of(),
        1,
        effort.file("averaging.log"),
        workload,
        Integer.toString(workers),
        Integer.toString(effort.of(5, 1)),
        where);
  }
}
