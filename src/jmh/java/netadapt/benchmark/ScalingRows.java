package netadapt.benchmark;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The rows about how many executors a search keeps busy. */
final class ScalingRows {
  /** Processes and slots of each: 256 processes want more memory than most machines have. */
  private static final List<int[]> CLUSTERS =
      List.of(new int[] {1, 1}, new int[] {2, 1}, new int[] {4, 1}, new int[] {16, 16});

  private static final List<Integer> GROUP_MEGABYTES = List.of(256, 600);

  /** Those of a core of an AMD EPYC with {@code mobilenet-v3-latency}. */
  private static final double SECONDS_PER_IMAGE = 0.013;

  private static final double SECONDS_TO_LOAD = 0.065;

  private ScalingRows() {}

  /**
   * {@link SimulatedCluster}. With few slots an iteration takes hours, so that all is made as much
   * faster for them as it takes for an iteration to be as long as with many.
   */
  static List<Line> scaling(Effort effort) {
    return CLUSTERS.stream()
        .filter(cluster -> !effort.quick() || cluster[0] <= 2)
        .flatMap(
            cluster ->
                GROUP_MEGABYTES.stream()
                    .map(megabytes -> simulated(effort, cluster[0], cluster[1], megabytes)))
        .toList();
  }

  private static Line simulated(Effort effort, int executors, int slots, int megabytes) {
    double faster = effort.quick() ? 1000 : 256.0 / (executors * slots);
    Map<String, Double> said =
        Child.run(
            SimulatedCluster.class,
            List.of(),
            1,
            effort.file("scaling.log"),
            Integer.toString(executors),
            Integer.toString(slots),
            Integer.toString(effort.of(3, 1)),
            Double.toString(SECONDS_PER_IMAGE / faster),
            Double.toString(SECONDS_TO_LOAD / faster),
            megabytes + "000000");
    String what =
        "%d processes of %d slots, J = 200, 10,000 images, groups of %d MB: efficiency"
            .formatted(executors, slots, megabytes);
    String beside =
        "%.1f s an iteration, slots busy for %.3f of its job; processors: driver %.1f s, executors %.1f s; %.0f shards, %.0f copies"
            .formatted(
                mean(said, "seconds"),
                mean(said, "busy"),
                mean(said, "driver_cpu"),
                mean(said, "executors_cpu"),
                said.get("shards"),
                said.get("copies"));
    return new Line("scaling", what, "%.3f".formatted(mean(said, "efficiency")), beside, "0.95");
  }

  private static double mean(Map<String, Double> said, String name) {
    return said.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("." + name))
        .flatMapToDouble(entry -> DoubleStream.of(entry.getValue()))
        .average()
        .orElseThrow();
  }
}
