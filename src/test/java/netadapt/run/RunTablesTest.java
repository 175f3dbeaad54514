package netadapt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import netadapt.BadInput;
import netadapt.run.ParquetTable.Column;
import netadapt.run.ParquetTable.Type;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTablesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final WrittenArchitecture SHAPE =
      new WrittenArchitecture("mnist", List.of(new WrittenArchitecture.Layer("c1", 8, 3)));
  private static final Provenance PROVENANCE =
      new Provenance("first", "digits", "w1", 5, "top-1", "running", 0, 0, OptionalDouble.of(0.95));

  @TempDir java.nio.file.Path local;
  private RunDirectory directory;

  @BeforeEach
  void name() {
    directory = new RunDirectory(local.resolve("run").toString(), HADOOP);
  }

  private static Costs costs() {
    Map<String, Double> further = new LinkedHashMap<>();
    further.put("latency_ms", 1.5);
    further.put("energy_mj", 0.25);
    return new Costs(4000, 20, further);
  }

  private static SampleRow sample() {
    return new SampleRow(
        0,
        0,
        "exchange",
        "crossover",
        List.of("p", "q"),
        SHAPE,
        "a",
        List.of("c1", "c2"),
        List.of("c3"),
        costs(),
        OptionalDouble.of(0.75),
        OptionalDouble.of(0.01),
        OptionalDouble.of(0.73),
        OptionalDouble.of(0.74),
        OptionalDouble.of(0.005),
        OptionalLong.of(750),
        1000,
        false,
        PROVENANCE,
        2,
        1,
        "driver",
        true);
  }

  private static TrajectoryRow winner() {
    return new TrajectoryRow(
        "first",
        0,
        "macs",
        "descent",
        2000,
        4000,
        4000,
        costs(),
        0.75,
        0.74,
        0.005,
        0,
        0,
        0.02,
        0.01,
        SHAPE,
        "a",
        1,
        0,
        OptionalDouble.empty(),
        2);
  }

  private static FrontRow frontRow(String id) {
    return new FrontRow(SHAPE, id, costs(), 0.75, 0.01, 0.74, 0.005, 3, 2);
  }

  private void write(ParquetTable table, Path target, Map<String, Object> row) {
    directory.commit(target, file -> table.write(file, HADOOP, List.of(row)));
  }

  private Path samplesFile() {
    return directory.samples(0);
  }

  private void writeRun() {
    List<String> further = List.of("latency_ms", "energy_mj");
    directory.commit(
        samplesFile(), file -> SampleRow.table(further).write(file, HADOOP, List.of(sample())));
    directory.commit(
        directory.trajectory(0),
        file -> TrajectoryRow.table(further).write(file, HADOOP, List.of(winner())));
  }

  /** Writes a file anew, with other columns and the values of its first row. */
  private void rewrite(Path path, List<Column> columns, Map<String, Object> added) {
    List<Column> now = ParquetTable.columnsOf(path, HADOOP);
    Map<String, Object> row = new LinkedHashMap<>();
    new ParquetTable("samples", now).read(path, HADOOP).get(0).forEach(row::put);
    row.keySet().retainAll(columns.stream().map(Column::name).toList());
    row.putAll(added);
    write(new ParquetTable("samples", columns), path, row);
  }

  @Test
  void rowsComeBackWithTheirFurtherCostsInOrder() {
    writeRun();
    RunTables run = RunTables.open(directory);
    assertThat(run.samples()).containsExactly(sample());
    assertThat(run.trajectory()).containsExactly(winner());
    assertThat(run.samples().get(0).costs().further().keySet())
        .containsExactly("latency_ms", "energy_mj");
    assertThat(run.name()).isEqualTo("first");
  }

  @Test
  void theFrontComesBackWithItsFurtherCosts() {
    List<FrontRow> front = List.of(frontRow("a"), frontRow("b"));
    directory.commit(
        directory.front(),
        file -> FrontRow.table(List.of("latency_ms", "energy_mj")).write(file, HADOOP, front));
    assertThat(RunTables.open(directory).front()).isEqualTo(front);
  }

  @Test
  void samplesWrittenBeforeRacingWasRecordedAreReadAsNotRaced() {
    writeRun();
    List<Column> earlier = new ArrayList<>(ParquetTable.columnsOf(samplesFile(), HADOOP));
    earlier.removeIf(column -> column.name().equals("racing_confidence"));
    rewrite(samplesFile(), earlier, Map.of());
    assertThat(RunTables.open(directory).samples().get(0).provenance().racingConfidence())
        .isEmpty();
  }

  @Test
  void columnsOfALaterBuildAreLeftOut() {
    writeRun();
    List<Column> later = new ArrayList<>(ParquetTable.columnsOf(samplesFile(), HADOOP));
    later.add(Column.of("temperature", Type.DOUBLE));
    rewrite(samplesFile(), later, Map.of("temperature", 61.0));
    assertThat(RunTables.open(directory).samples()).containsExactly(sample());
  }

  @Test
  void aMissingColumnIsNamedWithItsFile() {
    writeRun();
    List<Column> fewer = new ArrayList<>(ParquetTable.columnsOf(samplesFile(), HADOOP));
    fewer.removeIf(column -> column.name().equals("images"));
    rewrite(samplesFile(), fewer, Map.of());
    assertThatThrownBy(() -> RunTables.open(directory).samples())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("iteration-0000.parquet has no column images");
  }

  @Test
  void samplesOfAnIterationThatIsNotCommittedAreLeftOut() {
    writeRun();
    directory.delete(directory.trajectory(0));
    assertThat(RunTables.open(directory).samples()).isEmpty();
    assertThat(RunTables.open(directory).samples(0)).isEmpty();
  }

  @Test
  void aRunThatHasOnlyBegunIsEmpty() {
    directory.commitText(directory.configuration(), "network = mnist");
    RunTables run = RunTables.open(directory);
    assertThat(run.name()).isEqualTo("run");
    assertThat(run.trajectory()).isEmpty();
    assertThat(run.samples()).isEmpty();
    assertThat(run.front()).isEmpty();
    assertThat(run.supernetLog()).isEmpty();
    assertThat(run.results()).isEqualTo(RunResults.NONE);
    assertThat(run.dataset()).isEmpty();
  }
}
