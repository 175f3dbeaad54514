package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows about memory. */
final class SoakRows {
  private static final List<String> KINDS = List.of("process", "arrays", "heap");

  /** All of the heap from the start, so that the process grows by what is outside of it alone. */
  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

  private SoakRows() {}

  /** {@link Soak}. */
  static List<Line> soak(Effort effort) {
    return effort.workloads("mnist:16").stream()
        .flatMap(workload -> soak(effort, workload).stream())
        .toList();
  }

  private static List<Line> soak(Effort effort, String workload) {
    int steps = effort.of(1000, 50);
    Map<String, Double> memory =
        Child.run(
            Soak.class,
            HEAP,
            Machine.threads(),
            effort.file("soak.log"),
            workload,
            Integer.toString(steps));
    List<Line> lines = new ArrayList<>();
    for (String kind : KINDS) {
      double before = memory.get("before." + kind);
      double after = memory.get("after." + kind);
      lines.add(
          new Line(
              "soak",
              "%s: MB of %s after %d steps over before".formatted(workload, name(kind), steps),
              before < 1 ? "-" : "%.3f".formatted(after / before),
              "%.1f to %.1f MB".formatted(before, after),
              kind.equals("heap") ? "" : "flat: at most 1.02"));
    }
    return lines;
  }

  private static String name(String kind) {
    return switch (kind) {
      case "process" -> "the process";
      case "arrays" -> "JavaCPP's arrays";
      default -> "Java's heap";
    };
  }
}
