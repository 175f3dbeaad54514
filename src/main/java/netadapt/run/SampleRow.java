package netadapt.run;

import static netadapt.run.ParquetTable.Type.BOOLEAN;
import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * One row of the samples: a sub-network that an iteration scored.
 *
 * @param iteration 0 for the initial network; the name of the row's folder, not a column
 * @param sample from 0, unique within the iteration
 * @param parent id of the architecture that it was shrunk from
 * @param architecture as JSON
 * @param architectureId what equal architectures share: 16 hexadecimal digits
 * @param shrunkLayers names of the layers that are smaller than in the parent by choice
 * @param score higher is better; empty if the sample failed
 * @param correct images classified correctly
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
    String parent,
    String architecture,
    String architectureId,
    List<String> shrunkLayers,
    Costs costs,
    OptionalDouble score,
    long correct,
    long images,
    boolean dropped,
    Provenance provenance,
    double seconds,
    double runtimeSeconds,
    String executor,
    boolean selected) {
  public SampleRow {
    shrunkLayers = List.copyOf(shrunkLayers);
  }

  /** Whether it has no score. */
  public boolean failed() {
    return score.isEmpty();
  }

  /**
   * The table of one iteration.
   *
   * @param further columns of the costs beside MACs and parameters
   */
  static TypedTable<SampleRow> table(int iteration, List<String> further) {
    List<Field<SampleRow>> fields = new ArrayList<>();
    fields.add(Field.of("run_id", STRING, row -> row.provenance().runId()));
    // The iteration is in the folder's name, where readers find it; twice confuses some.
    fields.add(Field.of("sample", INT, SampleRow::sample));
    fields.add(Field.of("parent", STRING, SampleRow::parent));
    fields.add(Field.of("architecture", STRING, SampleRow::architecture));
    fields.add(Field.of("architecture_id", STRING, SampleRow::architectureId));
    fields.add(Field.of("shrunk_layers", STRING, row -> String.join(",", row.shrunkLayers())));
    Costs.fields(further).forEach(field -> fields.add(field.within(SampleRow::costs)));
    fields.add(Field.optional("score", SampleRow::score));
    fields.add(Field.of("correct", LONG, SampleRow::correct));
    fields.add(Field.of("images", LONG, SampleRow::images));
    fields.add(Field.of("dropped", BOOLEAN, SampleRow::dropped));
    Provenance.CONSTANTS.forEach(field -> fields.add(field.within(SampleRow::provenance)));
    fields.add(Field.of("seconds", DOUBLE, SampleRow::seconds));
    fields.add(Field.of("runtime_seconds", DOUBLE, SampleRow::runtimeSeconds));
    fields.add(Field.of("executor", STRING, SampleRow::executor));
    fields.add(Field.of("selected", BOOLEAN, SampleRow::selected));
    return new TypedTable<>("samples", fields, row -> read(iteration, row, further));
  }

  private static SampleRow read(int iteration, Cells row, List<String> further) {
    String shrunk = row.text("shrunk_layers");
    return new SampleRow(
        iteration,
        row.integer("sample"),
        row.text("parent"),
        row.text("architecture"),
        row.text("architecture_id"),
        shrunk.isEmpty() ? List.of() : List.of(shrunk.split(",")),
        Costs.read(row, further),
        row.optional("score"),
        row.whole("correct"),
        row.whole("images"),
        row.flag("dropped"),
        Provenance.read(row),
        row.number("seconds"),
        row.number("runtime_seconds"),
        row.text("executor"),
        row.flag("selected"));
  }
}
