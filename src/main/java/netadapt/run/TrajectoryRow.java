package netadapt.run;

import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import netadapt.run.TypedTable.Cells;
import netadapt.run.TypedTable.Field;

/**
 * One row of the trajectory: the network that the search goes on from after an iteration. Mostly it
 * is one of the iteration's samples; at a budget it is an earlier one where none of them is better.
 *
 * @param runId name of the run
 * @param iteration 0 for the initial network
 * @param metric column of the metric that guides the search
 * @param stage what the iteration was for, such as {@code descent}
 * @param budget that the iteration comes down to or looks for networks at
 * @param target the resource no sample exceeds
 * @param resource the best network's, by the metric
 * @param score the best network's; higher is better
 * @param expectedScore what its score is expected to be without noise, given all scores so far
 * @param expectedDeviation the standard deviation of that
 * @param bestIteration iteration that the best network was scored in
 * @param bestSample which of that iteration's samples it is
 * @param scoreSpread standard deviation of the scores of the iteration's samples; 0 for one
 * @param scoreError the root mean square of their scores' standard errors: how much of the spread
 *     is noise
 * @param architecture of the network
 * @param architectureId what equal architectures share: 16 hexadecimal digits
 * @param samples proposed
 * @param failed samples without a score
 * @param budgetMet the smallest budget first met; larger ones that no earlier iteration met are met
 *     too; empty if none was
 * @param seconds the iteration took
 */
public record TrajectoryRow(
    String runId,
    int iteration,
    String metric,
    String stage,
    double budget,
    double target,
    double resource,
    Costs costs,
    double score,
    double expectedScore,
    double expectedDeviation,
    int bestIteration,
    int bestSample,
    double scoreSpread,
    double scoreError,
    WrittenArchitecture architecture,
    String architectureId,
    int samples,
    int failed,
    OptionalDouble budgetMet,
    double seconds) {
  /**
   * The table.
   *
   * @param further columns of the costs beside MACs and parameters
   */
  static TypedTable<TrajectoryRow> table(List<String> further) {
    List<Field<TrajectoryRow>> fields = new ArrayList<>();
    fields.add(Field.of("run_id", STRING, TrajectoryRow::runId));
    fields.add(Field.of("iteration", INT, TrajectoryRow::iteration));
    fields.add(Field.of("metric", STRING, TrajectoryRow::metric));
    fields.add(Field.of("stage", STRING, TrajectoryRow::stage));
    fields.add(Field.of("budget", DOUBLE, TrajectoryRow::budget));
    fields.add(Field.of("target", DOUBLE, TrajectoryRow::target));
    fields.add(Field.of("resource", DOUBLE, TrajectoryRow::resource));
    Costs.fields(further).forEach(field -> fields.add(field.within(TrajectoryRow::costs)));
    fields.add(Field.of("score", DOUBLE, TrajectoryRow::score));
    fields.add(Field.of("expected_score", DOUBLE, TrajectoryRow::expectedScore));
    fields.add(Field.of("expected_deviation", DOUBLE, TrajectoryRow::expectedDeviation));
    fields.add(Field.of("best_iteration", INT, TrajectoryRow::bestIteration));
    fields.add(Field.of("best_sample", INT, TrajectoryRow::bestSample));
    fields.add(Field.of("score_spread", DOUBLE, TrajectoryRow::scoreSpread));
    fields.add(Field.of("score_error", DOUBLE, TrajectoryRow::scoreError));
    fields.add(WrittenArchitecture.FIELD.within(TrajectoryRow::architecture));
    fields.add(Field.of("architecture_id", STRING, TrajectoryRow::architectureId));
    fields.add(Field.of("samples", INT, TrajectoryRow::samples));
    fields.add(Field.of("failed", INT, TrajectoryRow::failed));
    fields.add(Field.optional("budget_met", TrajectoryRow::budgetMet));
    fields.add(Field.of("seconds", DOUBLE, TrajectoryRow::seconds));
    return new TypedTable<>("trajectory", fields, row -> read(row, further));
  }

  private static TrajectoryRow read(Cells row, List<String> further) {
    return new TrajectoryRow(
        row.text("run_id"),
        row.integer("iteration"),
        row.text("metric"),
        row.text("stage"),
        row.number("budget"),
        row.number("target"),
        row.number("resource"),
        Costs.read(row, further),
        row.number("score"),
        row.number("expected_score"),
        row.number("expected_deviation"),
        row.integer("best_iteration"),
        row.integer("best_sample"),
        row.number("score_spread"),
        row.number("score_error"),
        WrittenArchitecture.read(row),
        row.text("architecture_id"),
        row.integer("samples"),
        row.integer("failed"),
        row.optional("budget_met"),
        row.number("seconds"));
  }
}
