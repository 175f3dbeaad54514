package netadapt.run;

import static netadapt.run.ParquetTable.Type.BOOLEAN;
import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * One row of the samples: a sub-network that an iteration scored.
 *
 * @param iteration 0 for the initial network, and outside of a search
 * @param sample from 0, unique within the iteration
 * @param strategy of the search, such as {@code exchange}; empty outside of a search
 * @param move how it was made, such as {@code shrink}; empty outside of a search
 * @param parents ids of the architectures that it was made from: none, one or two
 * @param architecture the sub-network
 * @param architectureId what equal architectures share: 16 hexadecimal digits
 * @param shrunkLayers names of the layers that are smaller than in the first parent by choice
 * @param grownLayers names of the layers that are larger than in the first parent
 * @param score higher is better; empty if the sample failed
 * @param scoreError standard error of the score where it is compared with others of its iteration;
 *     empty if the sample failed
 * @param predictedScore what the score was expected to be before it was known, given all scores of
 *     earlier iterations; empty in iteration 0 and outside of a search
 * @param expectedScore the mean of what the score is expected to be without noise, given all scores
 *     up to its iteration; empty if it was scored outside of a search
 * @param expectedDeviation the standard deviation of that
 * @param correct images that are right; empty where images are not right or wrong
 * @param images it was scored on
 * @param dropped whether it left the race before it had seen all images
 * @param provenance what the score depends on beside the architecture
 * @param seconds its part of the tasks that scored it; 0 if its score was known
 * @param runtimeSeconds the part of it that inference took
 * @param executor where it was scored
 * @param selected whether it is the winner of its iteration
 */
public record SampleRow(
    int iteration,
    int sample,
    String strategy,
    String move,
    List<String> parents,
    WrittenArchitecture architecture,
    String architectureId,
    List<String> shrunkLayers,
    List<String> grownLayers,
    Costs costs,
    OptionalDouble score,
    OptionalDouble scoreError,
    OptionalDouble predictedScore,
    OptionalDouble expectedScore,
    OptionalDouble expectedDeviation,
    OptionalLong correct,
    long images,
    boolean dropped,
    Provenance provenance,
    double seconds,
    double runtimeSeconds,
    String executor,
    boolean selected) {
  public SampleRow {
    parents = List.copyOf(parents);
    shrunkLayers = List.copyOf(shrunkLayers);
    grownLayers = List.copyOf(grownLayers);
  }

  /** Whether it has no score. */
  public boolean failed() {
    return score.isEmpty();
  }

  /**
   * The table of a search.
   *
   * @param further columns of the costs beside MACs and parameters
   */
  static TypedTable<SampleRow> table(List<String> further) {
    List<Field<SampleRow>> fields = fields(further);
    fields.add(1, Field.of("iteration", INT, SampleRow::iteration));
    return new TypedTable<>("samples", fields, row -> read(row.integer("iteration"), row, further));
  }

  /** The table of sub-networks that were scored outside of a search. */
  static TypedTable<SampleRow> tableWithoutIterations() {
    return new TypedTable<>("samples", fields(List.of()), row -> read(0, row, List.of()));
  }

  private static List<Field<SampleRow>> fields(List<String> further) {
    List<Field<SampleRow>> fields = new ArrayList<>();
    fields.add(Field.of("run_id", STRING, row -> row.provenance().runId()));
    fields.add(Field.of("sample", INT, SampleRow::sample));
    fields.add(Field.of("strategy", STRING, SampleRow::strategy));
    fields.add(Field.of("move", STRING, SampleRow::move));
    fields.add(Field.texts("parents", SampleRow::parents));
    fields.add(WrittenArchitecture.FIELD.within(SampleRow::architecture));
    fields.add(Field.of("architecture_id", STRING, SampleRow::architectureId));
    fields.add(Field.texts("shrunk_layers", SampleRow::shrunkLayers));
    fields.add(Field.texts("grown_layers", SampleRow::grownLayers));
    Costs.fields(further).forEach(field -> fields.add(field.within(SampleRow::costs)));
    fields.add(Field.optional("score", SampleRow::score));
    fields.add(Field.optional("score_error", SampleRow::scoreError));
    fields.add(Field.optional("predicted_score", SampleRow::predictedScore));
    fields.add(Field.optional("expected_score", SampleRow::expectedScore));
    fields.add(Field.optional("expected_deviation", SampleRow::expectedDeviation));
    fields.add(Field.optionalWhole("correct", SampleRow::correct));
    fields.add(Field.of("images", LONG, SampleRow::images));
    fields.add(Field.of("dropped", BOOLEAN, SampleRow::dropped));
    Provenance.CONSTANTS.forEach(field -> fields.add(field.within(SampleRow::provenance)));
    fields.add(Field.of("seconds", DOUBLE, SampleRow::seconds));
    fields.add(Field.of("runtime_seconds", DOUBLE, SampleRow::runtimeSeconds));
    fields.add(Field.of("executor", STRING, SampleRow::executor));
    fields.add(Field.of("selected", BOOLEAN, SampleRow::selected));
    return fields;
  }

  private static SampleRow read(int iteration, Cells row, List<String> further) {
    return new SampleRow(
        iteration,
        row.integer("sample"),
        row.text("strategy"),
        row.text("move"),
        row.texts("parents"),
        WrittenArchitecture.read(row),
        row.text("architecture_id"),
        row.texts("shrunk_layers"),
        row.texts("grown_layers"),
        Costs.read(row, further),
        row.optional("score"),
        row.optional("score_error"),
        row.optional("predicted_score"),
        row.optional("expected_score"),
        row.optional("expected_deviation"),
        row.optionalWhole("correct"),
        row.whole("images"),
        row.flag("dropped"),
        Provenance.read(row),
        row.number("seconds"),
        row.number("runtime_seconds"),
        row.text("executor"),
        row.flag("selected"));
  }
}
