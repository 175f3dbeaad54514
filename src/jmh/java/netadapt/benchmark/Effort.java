package netadapt.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * How much is measured, and where files go.
 *
 * @param quick few repetitions, to see that all works
 * @param chosen networks and images of a step; empty for those that a row usually has
 * @param folder for logs and data
 */
record Effort(boolean quick, List<String> chosen, Path folder) {
  Effort {
    chosen = List.copyOf(chosen);
  }

  /** How many repetitions there are to be. */
  int of(int usual, int least) {
    return quick ? least : usual;
  }

  /** The networks and images of a step to measure. */
  List<String> workloads(String... usual) {
    return chosen.isEmpty() ? List.of(usual) : chosen;
  }

  Path file(String name) {
    return folder.resolve(name);
  }
}
