package netadapt.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What lies in a source's folder and is not used: how much of each kind, and the first names. */
final class UnusedFiles {
  private static final int SHOWN = 3;

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /**
   * Notes a file or folder.
   *
   * @param kind in words, such as "images in no class folder"
   * @param name path below the source's folder
   */
  void add(String kind, String name) {
    Kind found = kinds.computeIfAbsent(kind, k -> new Kind());
    found.count++;
    if (found.first.size() < SHOWN) {
      found.first.add(name);
    }
  }

  boolean isEmpty() {
    return kinds.isEmpty();
  }

  /** All kinds on one line: {@code .webp files: 4 (a/1.webp, a/2.webp, b/1.webp, …); …}. */
  @Override
  public String toString() {
    return kinds.entrySet().stream()
        .map(kind -> kind.getKey() + ": " + kind.getValue())
        .collect(Collectors.joining("; "));
  }

  private static final class Kind {
    private final List<String> first = new ArrayList<>();
    private int count;

    @Override
    public String toString() {
      String more = count > first.size() ? ", …" : "";
      return "%,d (%s%s)".formatted(count, String.join(", ", first), more);
    }
  }
}
