package netadapt.run;

import static netadapt.run.ParquetTable.Type.BOOLEAN;
import static netadapt.run.ParquetTable.Type.DOUBLE;
import static netadapt.run.ParquetTable.Type.INT;
import static netadapt.run.ParquetTable.Type.LONG;
import static netadapt.run.ParquetTable.Type.STRING;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import netadapt.cost.Resource;
import netadapt.run.ParquetTable.Column;
import netadapt.search.Iteration;
import netadapt.search.Sample;
import netadapt.search.Score;

/** The two tables of a search, and how its iterations become rows of them. */
final class SearchTables {
  private static final Set<String> COUNTED =
      Set.of(new MacCount().name(), new ParameterCount().name());

  private final SuperNetwork network;
  private final Provenance provenance;
  private final Resource guide;
  private final List<Resource> measured;
  private final ParquetTable samples;
  private final ParquetTable trajectory;

  /**
   * @param guide the metric that guides the search
   * @param further metrics to be recorded too; MACs and parameters always are
   */
  SearchTables(
      SuperNetwork network, Provenance provenance, Resource guide, List<Resource> further) {
    this.network = network;
    this.provenance = provenance;
    this.guide = guide;
    Map<String, Resource> distinct = new LinkedHashMap<>();
    Stream.concat(Stream.of(guide), further.stream())
        .filter(metric -> !COUNTED.contains(metric.name()))
        .forEach(metric -> distinct.putIfAbsent(metric.name(), metric));
    this.measured = List.copyOf(distinct.values());
    this.samples = new ParquetTable("samples", sampleColumns());
    this.trajectory = new ParquetTable("trajectory", trajectoryColumns());
  }

  ParquetTable samples() {
    return samples;
  }

  ParquetTable trajectory() {
    return trajectory;
  }

  List<Map<String, Object>> sampleRows(Iteration iteration) {
    return iteration.samples().stream().map(sample -> sampleRow(iteration, sample)).toList();
  }

  Map<String, Object> trajectoryRow(Iteration iteration, List<Double> budgetsMet) {
    Sample best = iteration.best();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run_id", provenance.runId());
    row.put("iteration", iteration.index());
    row.put("metric", guide.name());
    row.put("target", iteration.target());
    row.put("resource", best.resource());
    putCosts(row, best.architecture());
    row.put("score", iteration.bestScore().value());
    putArchitecture(row, best.architecture());
    row.put("samples", iteration.samples().size());
    row.put("failed", (int) iteration.scores().stream().filter(Score::failed).count());
    if (!budgetsMet.isEmpty()) {
      row.put("budget_met", budgetsMet.get(budgetsMet.size() - 1));
    }
    row.put("seconds", iteration.seconds());
    return row;
  }

  /** What is the same in every row of a run's samples, and must be in a run that goes on. */
  Map<String, Object> constants() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("score_metric", provenance.scoreMetric());
    row.put("batch_norm", provenance.batchNorm());
    row.put("calibration_images", provenance.calibrationImages());
    row.put("dataset_id", provenance.datasetId());
    row.put("weights_id", provenance.weightsId());
    row.put("seed", provenance.seed());
    return row;
  }

  Sample sample(Map<String, Object> row, String where) {
    String shrunk = (String) row.get("shrunk_layers");
    return new Sample(
        (int) row.get("sample"),
        ArchitectureJson.read(network, (String) row.get("architecture"), where),
        shrunk.isEmpty() ? List.of() : List.of(shrunk.split(",")),
        ((Number) row.get(guide.name())).doubleValue());
  }

  static Score score(Map<String, Object> row) {
    return new Score(
        (int) row.get("sample"),
        (double) row.getOrDefault("score", Double.NaN),
        (long) row.get("correct"),
        (long) row.get("images"),
        (boolean) row.get("dropped"),
        (double) row.get("seconds"),
        (double) row.get("runtime_seconds"),
        (String) row.get("executor"));
  }

  private Map<String, Object> sampleRow(Iteration iteration, Sample sample) {
    Score score = iteration.scores().get(sample.index());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run_id", provenance.runId());
    row.put("sample", sample.index());
    row.put("parent", ArchitectureJson.id(network, iteration.parent()));
    putArchitecture(row, sample.architecture());
    row.put("shrunk_layers", String.join(",", sample.shrunk()));
    putCosts(row, sample.architecture());
    if (!score.failed()) {
      row.put("score", score.value());
    }
    row.put("correct", score.correct());
    row.put("images", score.images());
    row.put("dropped", score.dropped());
    row.putAll(constants());
    row.put("seconds", score.seconds());
    row.put("runtime_seconds", score.runtimeSeconds());
    row.put("executor", score.executor());
    row.put("selected", sample.index() == iteration.winner());
    return row;
  }

  private void putArchitecture(Map<String, Object> row, Architecture architecture) {
    row.put("architecture", ArchitectureJson.write(network, architecture));
    row.put("architecture_id", ArchitectureJson.id(network, architecture));
  }

  private void putCosts(Map<String, Object> row, Architecture architecture) {
    SubNetwork sub = SubNetwork.of(network, architecture);
    row.put("macs", MacCount.count(sub));
    row.put("params", ParameterCount.count(sub));
    measured.forEach(metric -> row.put(metric.name(), metric.of(sub)));
  }

  private List<Column> costColumns() {
    Function<Resource, Column> column = metric -> Column.of(metric.name(), DOUBLE);
    return Stream.concat(
            Stream.of(Column.of("macs", LONG), Column.of("params", LONG)),
            measured.stream().map(column))
        .toList();
  }

  private List<Column> sampleColumns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("run_id", STRING));
    // The iteration is in the folder's name, where readers find it; twice confuses some.
    columns.add(Column.of("sample", INT));
    columns.add(Column.of("parent", STRING));
    columns.add(Column.of("architecture", STRING));
    columns.add(Column.of("architecture_id", STRING));
    columns.add(Column.of("shrunk_layers", STRING));
    columns.addAll(costColumns());
    columns.add(new Column("score", DOUBLE, true));
    columns.add(Column.of("correct", LONG));
    columns.add(Column.of("images", LONG));
    columns.add(Column.of("dropped", BOOLEAN));
    columns.add(Column.of("score_metric", STRING));
    columns.add(Column.of("batch_norm", STRING));
    columns.add(Column.of("calibration_images", INT));
    columns.add(Column.of("dataset_id", STRING));
    columns.add(Column.of("weights_id", STRING));
    columns.add(Column.of("seed", LONG));
    columns.add(Column.of("seconds", DOUBLE));
    columns.add(Column.of("runtime_seconds", DOUBLE));
    columns.add(Column.of("executor", STRING));
    columns.add(Column.of("selected", BOOLEAN));
    return columns;
  }

  private List<Column> trajectoryColumns() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("run_id", STRING));
    columns.add(Column.of("iteration", INT));
    columns.add(Column.of("metric", STRING));
    columns.add(Column.of("target", DOUBLE));
    columns.add(Column.of("resource", DOUBLE));
    columns.addAll(costColumns());
    columns.add(Column.of("score", DOUBLE));
    columns.add(Column.of("architecture", STRING));
    columns.add(Column.of("architecture_id", STRING));
    columns.add(Column.of("samples", INT));
    columns.add(Column.of("failed", INT));
    columns.add(new Column("budget_met", DOUBLE, true));
    columns.add(Column.of("seconds", DOUBLE));
    return columns;
  }
}
