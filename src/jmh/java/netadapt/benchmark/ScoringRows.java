package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netadapt.score.SharedPrefixes;

/** The rows about scoring. */
final class ScoringRows {
  private static final Map<String, String> TARGETS =
      Map.of(
          "mobilenet-v3-latency:16:10",
          "at least 1.15",
          "mobilenet-v3-latency:16:1",
          "at least 1.6");

  private ScoringRows() {}

  /** {@link SharedPrefixes}. */
  static List<Line> shared(Effort effort) {
    List<Line> lines = new ArrayList<>();
    for (String workload : List.of("mobilenet-v3-latency:16:10", "mobilenet-v3-latency:16:1")) {
      Repetitions groups =
          Repetitions.run(
              SharedPrefixes.class,
              workload,
              1,
              effort.of(8, 1),
              effort.file("shared-%s.log".formatted(workload.replace(':', '-'))));
      lines.add(
          Line.ratio(
              "shared",
              workload + ": speed of groups as one model over a model for each",
              groups.of("separate").over(groups.of("merged")),
              TARGETS.get(workload)));
    }
    return lines;
  }
}
