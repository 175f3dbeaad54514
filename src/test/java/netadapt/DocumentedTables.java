package netadapt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/tables.md} says of the tables. */
public final class DocumentedTables {
  private static final Pattern ROW =
      Pattern.compile("\\| (?:`([a-z_]+)`|further metrics) \\| ([a-z ]+) \\| .+ \\|");

  private DocumentedTables() {}

  /**
   * The columns of a table, in order, such as {@code score: double or empty}; that of further
   * metrics is called {@code latency_ms}.
   */
  public static List<String> columns(String table) {
    try {
      return Files.readString(Path.of("docs/tables.md"))
          .split("\n## " + table + "\n")[1]
          .split("\n## ")[0]
          .lines()
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .map(row -> (row.group(1) == null ? "latency_ms" : row.group(1)) + ": " + row.group(2))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
