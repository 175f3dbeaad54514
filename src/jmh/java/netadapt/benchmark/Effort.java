package netadapt.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * How much is measured, and where files go.
 *
 * @param quick few repetitions, to see that all works
 * @param chosen networks and images of a step; empty for those that a row usually has
 * @param seeds of what is trained, in which every seed takes long
 * @param folder for logs and data
 */
record Effort(boolean quick, List<String> chosen, Seeds seeds, Path folder) {
  /**
   * Some seeds in a row.
   *
   * @param first at least 1
   * @param last at least {@code first}
   */
  record Seeds(int first, int last) {
    /**
     * @param text such as {@code 2} or {@code 1-3}
     * @throws NumberFormatException if it is something else
     */
    static Seeds of(String text) {
      String[] ends = text.split("-", 2);
      return new Seeds(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }
  }

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
