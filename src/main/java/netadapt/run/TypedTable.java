package netadapt.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import netadapt.run.ParquetTable.Column;
import netadapt.run.ParquetTable.Type;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A Parquet table whose rows are values of a record.
 *
 * @param <R> the record
 */
final class TypedTable<R> {
  private final ParquetTable table;
  private final List<Field<R>> fields;
  private final Function<Cells, R> reading;

  /**
   * One column and what a record writes into it.
   *
   * @param value of a record; an empty {@code OptionalDouble} or {@code OptionalLong} leaves the
   *     column out of its row
   */
  record Field<R>(Column column, Function<R, Object> value) {
    static <R> Field<R> of(String name, Type type, Function<R, Object> value) {
      return new Field<>(Column.of(name, type), value);
    }

    static <R> Field<R> texts(String name, Function<R, List<String>> value) {
      return new Field<>(Column.list(name, Type.STRING), value::apply);
    }

    static <R> Field<R> optional(String name, Function<R, OptionalDouble> value) {
      return new Field<>(Column.optional(name, Type.DOUBLE), value::apply);
    }

    static <R> Field<R> optionalWhole(String name, Function<R, OptionalLong> value) {
      return new Field<>(Column.optional(name, Type.LONG), value::apply);
    }

    /** The same column of a record that holds this one's. */
    <S> Field<S> within(Function<S, R> part) {
      return new Field<>(column, value.compose(part));
    }
  }

  /**
   * A row as it was read; what the table declares is there and of its type.
   *
   * @param values by column; without the optional ones that are absent
   */
  record Cells(Map<String, Object> values) {
    String text(String column) {
      return (String) values.get(column);
    }

    List<String> texts(String column) {
      return list(column).stream().map(String.class::cast).toList();
    }

    Cells struct(String column) {
      return cells(values.get(column));
    }

    List<Cells> structs(String column) {
      return list(column).stream().map(Cells::cells).toList();
    }

    private List<?> list(String column) {
      return (List<?>) values.get(column);
    }

    @SuppressWarnings("unchecked") // a struct is read as such a map
    private static Cells cells(Object struct) {
      return new Cells((Map<String, Object>) struct);
    }

    int integer(String column) {
      return (int) values.get(column);
    }

    long whole(String column) {
      return (long) values.get(column);
    }

    double number(String column) {
      return (double) values.get(column);
    }

    boolean flag(String column) {
      return (boolean) values.get(column);
    }

    OptionalDouble optional(String column) {
      Object value = values.get(column);
      return value == null ? OptionalDouble.empty() : OptionalDouble.of((double) value);
    }

    OptionalLong optionalWhole(String column) {
      Object value = values.get(column);
      return value == null ? OptionalLong.empty() : OptionalLong.of((long) value);
    }
  }

  /**
   * Declares a table.
   *
   * @param name of the Parquet schema
   * @param fields in the order of the columns
   * @param reading makes a record of a row
   */
  TypedTable(String name, List<Field<R>> fields, Function<Cells, R> reading) {
    this.fields = List.copyOf(fields);
    this.table = new ParquetTable(name, fields.stream().map(Field::column).toList());
    this.reading = reading;
  }

  /** The columns, in order. */
  List<Column> columns() {
    return table.columns();
  }

  /** Writes one file, which does not exist yet. */
  void write(Path file, Configuration hadoop, List<R> rows) throws IOException {
    table.write(file, hadoop, rows.stream().map(this::values).toList());
  }

  /**
   * Reads one file; columns that are not the table's are left out.
   *
   * @throws netadapt.BadInput if it lacks a column, or has one of another type
   */
  List<R> read(Path file, Configuration hadoop) {
    return table.read(file, hadoop).stream().map(Cells::new).map(reading).toList();
  }

  private Map<String, Object> values(R row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field<R> field : fields) {
      Object value = field.value().apply(row);
      if (value instanceof OptionalDouble optional) {
        optional.ifPresent(present -> values.put(field.column().name(), present));
      } else if (value instanceof OptionalLong optional) {
        optional.ifPresent(present -> values.put(field.column().name(), present));
      } else {
        values.put(field.column().name(), value);
      }
    }
    return values;
  }
}
