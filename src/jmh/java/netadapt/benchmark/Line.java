package netadapt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A line of the table.
 *
 * @param row it belongs to
 * @param what is stated
 * @param value a median where there are repetitions
 * @param range of the repetitions; empty if there are none
 * @param target empty if there is none
 */
record Line(String row, String what, String value, String range, String target) {
  private static final Line HEADER = new Line("row", "what", "value", "range", "target");

  /** A figure that stands for itself. */
  static Line plain(String row, String what, String format, Object... values) {
    return new Line(row, what, String.format(Locale.ROOT, format, values), "", "");
  }

  /** A ratio's median with its range. */
  static Line ratio(String row, String what, Series ratios, String target) {
    String value = String.format(Locale.ROOT, "%.2f", ratios.median());
    return new Line(row, what, value, ratios.range(), target);
  }

  /** All lines with their columns aligned. */
  static String table(List<Line> lines) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEADER.cells());
    lines.forEach(line -> cells.add(line.cells()));
    int[] widths =
        IntStream.range(0, HEADER.cells().size())
            .map(i -> cells.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    StringBuilder table = new StringBuilder();
    for (List<String> row : cells) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        text.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      table.append(text.toString().stripTrailing()).append(System.lineSeparator());
    }
    return table.toString();
  }

  private List<String> cells() {
    return List.of(row, what, value, range, target);
  }
}
