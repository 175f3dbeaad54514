package netadapt.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.run.ParquetTable.Column;
import netadapt.run.ParquetTable.Count;
import netadapt.run.ParquetTable.Type;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * A table's columns and values in Parquet's terms. Lists are written as its specification says, in
 * three levels, which all readers take for lists.
 */
final class ParquetCells {
  private static final String LIST = "list";
  private static final String ELEMENT = "element";

  private ParquetCells() {}

  static List<org.apache.parquet.schema.Type> schema(List<Column> columns) {
    return columns.stream().map(ParquetCells::schema).toList();
  }

  private static org.apache.parquet.schema.Type schema(Column column) {
    return switch (column.count()) {
      case ONE -> values(column, Repetition.REQUIRED, column.name());
      case OPTIONAL -> values(column, Repetition.OPTIONAL, column.name());
      case LIST ->
          Types.requiredGroup()
              .as(LogicalTypeAnnotation.listType())
              .addField(
                  Types.repeatedGroup()
                      .addField(values(column, Repetition.REQUIRED, ELEMENT))
                      .named(LIST))
              .named(column.name());
    };
  }

  private static org.apache.parquet.schema.Type values(
      Column column, Repetition repetition, String name) {
    if (column.type() == Type.STRUCT) {
      return new GroupType(repetition, name, schema(column.fields()));
    }
    return Types.primitive(column.type().primitive(), repetition)
        .as(column.type() == Type.STRING ? LogicalTypeAnnotation.stringType() : null)
        .named(name);
  }

  /**
   * @param row values by column
   * @param group of the columns' schema, empty
   * @throws IllegalArgumentException if the row lacks a value, or has one that is no column's
   */
  static void write(List<Column> columns, Map<?, ?> row, Group group) {
    int present = 0;
    for (Column column : columns) {
      Object value = row.get(column.name());
      if (value != null) {
        present++;
        write(column, value, group);
      } else if (column.count() != Count.OPTIONAL) {
        throw new IllegalArgumentException("row has no " + column.name() + ": " + row.keySet());
      }
    }
    if (present != row.size()) {
      throw new IllegalArgumentException(
          "row has %s but the columns are %s".formatted(row.keySet(), columns));
    }
  }

  private static void write(Column column, Object value, Group group) {
    if (column.count() != Count.LIST) {
      write(column, value, group, column.name());
      return;
    }
    Group list = group.addGroup(column.name());
    for (Object element : (List<?>) value) {
      write(column, element, list.addGroup(LIST), ELEMENT);
    }
  }

  private static void write(Column column, Object value, Group group, String name) {
    switch (column.type()) {
      case STRING -> group.add(name, (String) value);
      case INT -> group.add(name, (int) value);
      case LONG -> group.add(name, (long) value);
      case DOUBLE -> group.add(name, (double) value);
      case BOOLEAN -> group.add(name, (boolean) value);
      case STRUCT -> write(column.fields(), (Map<?, ?>) value, group.addGroup(name));
    }
  }

  /**
   * @param where the group is from, for messages
   * @return values by column; without optional ones that are absent
   * @throws BadInput if a column is missing, or of another type
   */
  static Map<String, Object> read(List<Column> columns, Group group, String where) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Column column : columns) {
      String name = column.name();
      if (!group.getType().containsField(name)) {
        if (column.count() == Count.OPTIONAL) {
          continue;
        }
        throw new BadInput(
            "%s has no column %s: it was written with another configuration, or by another version: start in a new run directory, or remove the file"
                .formatted(where, name));
      }
      if (!holds(group.getType().getType(name), column)) {
        throw new BadInput(
            "column %s of %s is %s but must hold %s: it was written by another program or version: start in a new run directory, or remove the file"
                .formatted(name, where, group.getType().getType(name), column.holds()));
      }
      if (group.getFieldRepetitionCount(name) > 0) {
        row.put(name, read(column, group, where));
      }
    }
    return row;
  }

  private static Object read(Column column, Group group, String where) {
    if (column.count() != Count.LIST) {
      return read(column, group, column.name(), where);
    }
    Group list = group.getGroup(column.name(), 0);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(LIST); i++) {
      values.add(read(column, list.getGroup(LIST, i), ELEMENT, where));
    }
    return values;
  }

  private static Object read(Column column, Group group, String name, String where) {
    return switch (column.type()) {
      case STRING -> group.getString(name, 0);
      case INT -> group.getInteger(name, 0);
      case LONG -> group.getLong(name, 0);
      case DOUBLE -> group.getDouble(name, 0);
      case BOOLEAN -> group.getBoolean(name, 0);
      case STRUCT -> read(column.fields(), group.getGroup(name, 0), where);
    };
  }

  /** Whether a field of a file can be read as a column; fields of a struct are not looked at. */
  private static boolean holds(org.apache.parquet.schema.Type field, Column column) {
    return column(field)
        .filter(found -> found.type() == column.type())
        .filter(found -> (found.count() == Count.LIST) == (column.count() == Count.LIST))
        .isPresent();
  }

  /** The columns of a schema, in order; those that are not of our types are left out. */
  static List<Column> columns(GroupType schema) {
    return schema.getFields().stream().flatMap(field -> column(field).stream()).toList();
  }

  private static Optional<Column> column(org.apache.parquet.schema.Type field) {
    if (field.isRepetition(Repetition.REPEATED)) {
      return Optional.empty();
    }
    Count count = field.isRepetition(Repetition.OPTIONAL) ? Count.OPTIONAL : Count.ONE;
    if (field.isPrimitive()) {
      PrimitiveTypeName primitive = field.asPrimitiveType().getPrimitiveTypeName();
      return Arrays.stream(Type.values())
          .filter(type -> type.primitive() == primitive)
          .findFirst()
          .map(type -> new Column(field.getName(), type, count, List.of()));
    }
    GroupType group = field.asGroupType();
    if (LogicalTypeAnnotation.listType().equals(group.getLogicalTypeAnnotation())) {
      return group.containsField(LIST)
          ? column(group.getType(LIST).asGroupType().getType(0))
              .map(one -> new Column(field.getName(), one.type(), Count.LIST, one.fields()))
          : Optional.empty();
    }
    return Optional.of(new Column(field.getName(), Type.STRUCT, count, columns(group)));
  }
}
