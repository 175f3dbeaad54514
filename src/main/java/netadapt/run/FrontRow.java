package netadapt.run;

import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.ArrayList;
import java.util.List;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * One row of the front: a network that no other one of the whole search beats at its cost or less.
 *
 * @param architecture of the network
 * @param architectureId what equal architectures share: 16 hexadecimal digits
 * @param costs of which the metric that guided the search is one
 * @param score higher is better
 * @param scoreError standard error of the score where it is compared with others of its iteration
 * @param expectedScore what its score is expected to be without noise, given all scores
 * @param expectedDeviation the standard deviation of that
 * @param iteration that the network was scored in
 * @param sample which of that iteration's samples it is
 */
public record FrontRow(
    WrittenArchitecture architecture,
    String architectureId,
    Costs costs,
    double score,
    double scoreError,
    double expectedScore,
    double expectedDeviation,
    int iteration,
    int sample) {
  /**
   * The table.
   *
   * @param further columns of the costs beside MACs and parameters
   */
  static TypedTable<FrontRow> table(List<String> further) {
    List<Field<FrontRow>> fields = new ArrayList<>();
    fields.add(WrittenArchitecture.FIELD.within(FrontRow::architecture));
    fields.add(Field.of("architecture_id", STRING, FrontRow::architectureId));
    Costs.fields(further).forEach(field -> fields.add(field.within(FrontRow::costs)));
    fields.add(Field.of("score", DOUBLE, FrontRow::score));
    fields.add(Field.of("score_error", DOUBLE, FrontRow::scoreError));
    fields.add(Field.of("expected_score", DOUBLE, FrontRow::expectedScore));
    fields.add(Field.of("expected_deviation", DOUBLE, FrontRow::expectedDeviation));
    fields.add(Field.of("iteration", INT, FrontRow::iteration));
    fields.add(Field.of("sample", INT, FrontRow::sample));
    return new TypedTable<>("front", fields, row -> read(row, further));
  }

  private static FrontRow read(Cells row, List<String> further) {
    return new FrontRow(
        WrittenArchitecture.read(row),
        row.text("architecture_id"),
        Costs.read(row, further),
        row.number("score"),
        row.number("score_error"),
        row.number("expected_score"),
        row.number("expected_deviation"),
        row.integer("iteration"),
        row.integer("sample"));
  }
}
