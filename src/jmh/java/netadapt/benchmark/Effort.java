package netadapt.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much is measured, and where files go.
 *
 * @param quick few repetitions, to see that all works
 * @param chosen networks and images of a step; empty for those that a row usually has
 * @param seeds of what is trained, in which every seed takes long
 * @param cifar10 CIFAR-10 as image files in {@code train/CLASS/} and {@code test/CLASS/}
 * @param folder for logs and data
 */
record Effort(
    boolean quick, List<String> chosen, Seeds seeds, Optional<Path> cifar10, Path folder) {
  /**
   * Some seeds in a row.
   *
   * @param first at least 1
   * @param last at least {@code first}
   */
  record Seeds(int first, int last) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    Seeds {
      if (first < 1 || first > last) {
        throw new IllegalArgumentException(
            "seeds are %d to %d but must be at least 1 and ascending".formatted(first, last));
      }
    }

    /**
     * @param text such as {@code 2} or {@code 1-3}
     * @throws IllegalArgumentException if it is something else
     */
    static Seeds of(String text) {
      Matcher ends = TEXT.matcher(text);
      if (!ends.matches()) {
        throw new IllegalArgumentException(text + " must be a seed, such as 2, or several: 1-3");
      }
      int first = Integer.parseInt(ends.group(1));
      return new Seeds(first, ends.group(2) == null ? first : Integer.parseInt(ends.group(2)));
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

  /**
   * CIFAR-10 as a folder of images.
   *
   * @throws IllegalStateException if there is none
   */
  Path images() {
    if (cifar10.filter(Files::isDirectory).isEmpty()) {
      String what = cifar10.map(path -> path + " is no folder").orElse("no --data FOLDER");
      throw new IllegalStateException(
          what + ": give CIFAR-10 as image files in train/CLASS/ and test/CLASS/");
    }
    return cifar10.get().toAbsolutePath().normalize();
  }

  Path file(String name) {
    return folder.resolve(name);
  }
}
