package netadapt.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A table for the page's script: names of columns once, then rows.
 *
 * @param <T> what a row is of
 */
final class PageTable<T> {
  private static final MathContext DIGITS = new MathContext(7);

  private final Map<String, Function<T, Object>> columns = new LinkedHashMap<>();

  /**
   * Adds a column.
   *
   * @param value a text, a number, whether something is so, a list of them, or an {@link
   *     OptionalDouble}; what is no finite number becomes null
   */
  PageTable<T> column(String name, Function<T, Object> value) {
    columns.put(name, value);
    return this;
  }

  /** What {@link Json} writes as {@code {"columns": […], "rows": [[…], …]}}. */
  Map<String, Object> of(List<T> rows) {
    List<List<Object>> values = new ArrayList<>(rows.size());
    for (T row : rows) {
      List<Object> cells = new ArrayList<>(columns.size());
      columns.values().forEach(value -> cells.add(cell(value.apply(row))));
      values.add(cells);
    }
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("columns", List.copyOf(columns.keySet()));
    table.put("rows", values);
    return table;
  }

  private static Object cell(Object value) {
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? cell(optional.getAsDouble()) : null;
    }
    if (value instanceof Double number) {
      if (number == Math.rint(number) && Math.abs(number) < 1e15) {
        return number.longValue();
      }
      return Double.isFinite(number) ? new BigDecimal(number).round(DIGITS) : null;
    }
    return value;
  }
}
