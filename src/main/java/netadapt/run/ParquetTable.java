package netadapt.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * A table whose rows are written to, and read from, single Parquet files. The same rows give the
 * same bytes.
 */
public final class ParquetTable {
  private final List<Column> columns;
  private final MessageType schema;

  /** What a column holds, as Java's String, Integer, Long, Double or Boolean. */
  public enum Type {
    STRING(PrimitiveTypeName.BINARY),
    INT(PrimitiveTypeName.INT32),
    LONG(PrimitiveTypeName.INT64),
    DOUBLE(PrimitiveTypeName.DOUBLE),
    BOOLEAN(PrimitiveTypeName.BOOLEAN);

    private final PrimitiveTypeName primitive;

    Type(PrimitiveTypeName primitive) {
      this.primitive = primitive;
    }
  }

  /**
   * One column.
   *
   * @param name unique within the table
   * @param type of every value
   * @param optional whether a row may lack it
   */
  public record Column(String name, Type type, boolean optional) {
    /** A column that every row has. */
    public static Column of(String name, Type type) {
      return new Column(name, type, false);
    }
  }

  /**
   * Declares a table.
   *
   * @param name of the Parquet schema
   * @param columns in order
   */
  public ParquetTable(String name, List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.schema = new MessageType(name, columns.stream().map(ParquetTable::parquet).toList());
  }

  /** The columns, in order. */
  public List<Column> columns() {
    return columns;
  }

  /**
   * Writes one file.
   *
   * @param file does not exist yet
   * @param rows values by column name, in the order to be read; optional values may be absent
   * @throws IllegalArgumentException if a row lacks a value, or has one that is no column's
   */
  public void write(Path file, Configuration hadoop, List<Map<String, Object>> rows)
      throws IOException {
    // Gzip, because Java brings it: no native library to unpack on any machine.
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, hadoop))
            .withConf(hadoop)
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.GZIP)
            .build()) {
      for (Map<String, Object> row : rows) {
        writer.write(group(row));
      }
    }
  }

  /**
   * Reads one file.
   *
   * @return the rows in order, with the table's columns in order; further columns of the file are
   *     left out, and optional ones may be missing from it
   * @throws BadInput if the file lacks a column, or has one of another type
   */
  public List<Map<String, Object>> read(Path file, Configuration hadoop) {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        rows.add(row(group, file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /** The columns of a file, in order; those of types that are not among ours are left out. */
  public static List<Column> columnsOf(Path file, Configuration hadoop) {
    List<Column> columns = new ArrayList<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      for (org.apache.parquet.schema.Type field :
          reader.getFooter().getFileMetaData().getSchema().getFields()) {
        for (Type type : Type.values()) {
          if (holds(field, type)) {
            columns.add(new Column(field.getName(), type, field.isRepetition(Repetition.OPTIONAL)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return columns;
  }

  private static boolean holds(org.apache.parquet.schema.Type field, Type type) {
    return field.isPrimitive()
        && !field.isRepetition(Repetition.REPEATED)
        && field.asPrimitiveType().getPrimitiveTypeName() == type.primitive;
  }

  private static org.apache.parquet.schema.Type parquet(Column column) {
    return Types.primitive(
            column.type().primitive, column.optional() ? Repetition.OPTIONAL : Repetition.REQUIRED)
        .as(column.type() == Type.STRING ? LogicalTypeAnnotation.stringType() : null)
        .named(column.name());
  }

  private Group group(Map<String, Object> row) {
    Group group = new SimpleGroup(schema);
    int present = 0;
    for (Column column : columns) {
      Object value = row.get(column.name());
      if (value != null) {
        present++;
        switch (column.type()) {
          case STRING -> group.add(column.name(), (String) value);
          case INT -> group.add(column.name(), (int) value);
          case LONG -> group.add(column.name(), (long) value);
          case DOUBLE -> group.add(column.name(), (double) value);
          case BOOLEAN -> group.add(column.name(), (boolean) value);
        }
      } else if (!column.optional()) {
        throw new IllegalArgumentException("row has no " + column.name() + ": " + row.keySet());
      }
    }
    if (present != row.size()) {
      throw new IllegalArgumentException(
          "row has %s but the columns are %s".formatted(row.keySet(), columns));
    }
    return group;
  }

  private Map<String, Object> row(Group group, Path file) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Column column : columns) {
      String name = column.name();
      if (!group.getType().containsField(name)) {
        if (column.optional()) {
          continue;
        }
        throw new BadInput(
            "%s has no column %s: it was written with another configuration".formatted(file, name));
      }
      if (!holds(group.getType().getType(name), column.type())) {
        throw new BadInput(
            "column %s of %s is %s but must hold %s: it was written by another program"
                .formatted(name, file, group.getType().getType(name), column.type()));
      }
      if (group.getFieldRepetitionCount(name) > 0) {
        row.put(
            name,
            switch (column.type()) {
              case STRING -> group.getString(name, 0);
              case INT -> group.getInteger(name, 0);
              case LONG -> group.getLong(name, 0);
              case DOUBLE -> group.getDouble(name, 0);
              case BOOLEAN -> group.getBoolean(name, 0);
            });
      }
    }
    return row;
  }
}
