package netadapt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Aligned columns of text: the first to the left; numbers, and all that go with them, right. */
final class TextTable {
  private TextTable() {}

  /**
   * The lines of a table.
   *
   * @param rows each as long as the header
   */
  static List<String> lines(List<String> header, List<List<String>> rows) {
    int columns = header.size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      int at = column;
      List<String> cells = rows.stream().map(row -> row.get(at)).toList();
      widths[column] =
          Stream.concat(Stream.of(header.get(column)), cells.stream())
              .mapToInt(String::length)
              .max()
              .orElse(0);
      numeric[column] =
          column > 0 && cells.stream().allMatch(c -> c.isEmpty() || c.matches("[-+]?[\\d.].*"));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths, numeric));
    rows.forEach(row -> lines.add(line(row, widths, numeric)));
    return lines;
  }

  private static String line(List<String> cells, int[] widths, boolean[] numeric) {
    return String.join(
            "  ",
            IntStream.range(0, widths.length)
                .mapToObj(
                    i ->
                        numeric[i]
                            ? " ".repeat(widths[i] - cells.get(i).length()) + cells.get(i)
                            : cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()))
                .toList())
        .stripTrailing();
  }
}
