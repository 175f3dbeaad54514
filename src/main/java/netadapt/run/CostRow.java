package netadapt.run;

import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netadapt.cost.CostTable;
import netadapt.cost.CostTable.Row;
import netadapt.cost.Operator;
import netadapt.cost.Operator.Kind;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * One row of a table of costs as Parquet, which says of itself what the table is of.
 *
 * @param metric of the table
 * @param about of the table
 * @param row the operator's
 */
record CostRow(String metric, Map<String, String> about, Row row) {
  /** The columns of a row; CSV files have no others. */
  static final List<Field<Row>> OPERATORS =
      List.of(
          Field.of("operator", STRING, row -> row.operator().kind().word()),
          Field.of("input_channels", INT, row -> row.operator().inputs()),
          Field.of("output_channels", INT, row -> row.operator().outputs()),
          Field.of("kernel", INT, row -> row.operator().kernel()),
          Field.of("stride", INT, row -> row.operator().stride()),
          Field.of("height", INT, row -> row.operator().height()),
          Field.of("width", INT, row -> row.operator().width()),
          Field.of("activation", STRING, row -> row.operator().activationWord()),
          Field.of("cost", DOUBLE, Row::cost),
          Field.of("spread", DOUBLE, Row::spread),
          Field.of("runs", INT, Row::runs));

  static final TypedTable<CostRow> TABLE = new TypedTable<>("costs", fields(), CostRow::read);

  private static List<Field<CostRow>> fields() {
    List<Field<CostRow>> fields = new ArrayList<>();
    fields.add(Field.of("metric", STRING, CostRow::metric));
    for (String key : CostTable.ABOUT) {
      fields.add(Field.of(key, STRING, row -> row.about().getOrDefault(key, "")));
    }
    OPERATORS.forEach(field -> fields.add(field.within(CostRow::row)));
    return fields;
  }

  static List<CostRow> of(CostTable table) {
    return table.rows().stream()
        .map(row -> new CostRow(table.metric(), table.about(), row))
        .toList();
  }

  private static CostRow read(Cells cells) {
    Map<String, String> about = new LinkedHashMap<>();
    for (String key : CostTable.ABOUT) {
      if (!cells.text(key).isEmpty()) {
        about.put(key, cells.text(key));
      }
    }
    return new CostRow(cells.text("metric"), about, row(cells));
  }

  /**
   * A row of its cells.
   *
   * @throws IllegalArgumentException if there is no such operator or activation
   */
  static Row row(Cells cells) {
    Operator operator =
        new Operator(
            Kind.of(cells.text("operator")),
            cells.integer("input_channels"),
            cells.integer("output_channels"),
            cells.integer("kernel"),
            cells.integer("stride"),
            cells.integer("height"),
            cells.integer("width"),
            Operator.activation(cells.text("activation")));
    return new Row(operator, cells.number("cost"), cells.number("spread"), cells.integer("runs"));
  }

  boolean isOfSameTable(CostRow other) {
    return metric.equals(other.metric) && about.equals(other.about);
  }
}
