package netadapt.run;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netadapt.cost.CostTable;
import netadapt.cost.CostTable.Row;
import netadapt.run.ParquetTable.Column;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of costs as CSV: lines that begin with {@code #} say what the table is of, the next one
 * names the columns.
 */
final class CostCsv {
  /** What a file says first, and no other version of the format does. */
  private static final String VERSION = "netadapt costs 1";

  private static final Pattern KEY_AND_VALUE = Pattern.compile("([a-z]+):\\s*(.*)");
  private static final String METRIC = "metric";
  private static final String ROWS = "rows";
  private static final List<Field<Row>> FIELDS = CostRow.OPERATORS;

  private CostCsv() {}

  static String write(CostTable table) throws IOException {
    StringBuilder text = new StringBuilder();
    comment(text, VERSION);
    comment(text, METRIC + ": " + table.metric());
    table.about().forEach((key, value) -> comment(text, key + ": " + value));
    comment(text, ROWS + ": " + table.rows().size());
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader(names()).setRecordSeparator('\n').build();
    try (CSVPrinter out = new CSVPrinter(text, format)) {
      for (Row row : table.rows()) {
        out.printRecord(FIELDS.stream().map(field -> field.value().apply(row)));
      }
    }
    return text.toString();
  }

  private static void comment(StringBuilder text, String line) {
    text.append("# ").append(line).append('\n');
  }

  private static String[] names() {
    return FIELDS.stream().map(field -> field.column().name()).toArray(String[]::new);
  }

  /**
   * Reads a file's text.
   *
   * @throws IllegalArgumentException if it is not a whole table; with the line
   */
  static CostTable parse(String text) throws IOException {
    List<String> comments =
        text.lines()
            .takeWhile(line -> line.startsWith("#"))
            .map(line -> line.substring(1).strip())
            .toList();
    if (comments.isEmpty() || !comments.get(0).equals(VERSION)) {
      throw new IllegalArgumentException("its first line must be \"# " + VERSION + "\"");
    }
    Map<String, String> said = new LinkedHashMap<>();
    for (String comment : comments.subList(1, comments.size())) {
      Matcher line = KEY_AND_VALUE.matcher(comment);
      if (line.matches()) {
        said.put(line.group(1), line.group(2));
      }
    }
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setCommentMarker('#')
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .build();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      for (String name : names()) {
        if (!parser.getHeaderMap().containsKey(name)) {
          throw new IllegalArgumentException("it has no column " + name);
        }
      }
      return table(said, parser.stream().map(CostCsv::row).toList());
    }
  }

  private static CostTable table(Map<String, String> said, List<Row> rows) {
    String metric = said.remove(METRIC);
    if (metric == null) {
      throw new IllegalArgumentException("it has no line \"# metric: NAME_UNIT\"");
    }
    String written = said.remove(ROWS);
    if (written != null && !written.equals(String.valueOf(rows.size()))) {
      throw new IllegalArgumentException(
          "it has %d rows but says that there are %s: a part is missing"
              .formatted(rows.size(), written));
    }
    said.keySet().retainAll(CostTable.ABOUT);
    return new CostTable(metric, said, rows);
  }

  private static Row row(CSVRecord line) {
    Map<String, Object> cells = new HashMap<>();
    try {
      for (Field<Row> field : FIELDS) {
        Column column = field.column();
        cells.put(column.name(), value(column, line.get(column.name())));
      }
      return CostRow.row(new Cells(cells));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "row %d: %s".formatted(line.getRecordNumber(), e.getMessage()), e);
    }
  }

  private static Object value(Column column, String text) {
    try {
      return switch (column.type()) {
        case INT -> Integer.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        default -> text;
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\" but must be a number".formatted(column.name(), text), e);
    }
  }
}
