package netadapt.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import netadapt.BadInput;
import org.apache.hadoop.fs.Path;

/**
 * What a run has written so far, as typed rows; what it has yet to do is empty. Each call reads
 * anew.
 *
 * <pre>
 * RunTables run = RunTables.open(new RunDirectory("runs/quickstart", new Configuration()));
 * for (TrajectoryRow winner : run.trajectory()) {
 *   System.out.println(winner.iteration() + " " + winner.costs().macs() + " " + winner.score());
 * }
 * </pre>
 */
public final class RunTables {
  private final RunDirectory directory;

  private RunTables(RunDirectory directory) {
    this.directory = directory;
  }

  /**
   * Opens a run for reading, whether or not another process writes it.
   *
   * @throws BadInput if the directory holds no run
   */
  public static RunTables open(RunDirectory directory) {
    Stream<Path> parts =
        Stream.of(
            directory.configuration(),
            directory.data(),
            directory.supernet(),
            directory.trajectory(),
            directory.found());
    if (parts.noneMatch(directory::exists)) {
      throw new BadInput(
          ("run.directory is %s but holds no run: name the directory of a run, or start one there"
                  + " with netadapt run")
              .formatted(directory.root()));
    }
    return new RunTables(directory);
  }

  /** Name of the run, or else of its directory. */
  public String name() {
    return trajectory().stream()
        .findFirst()
        .map(TrajectoryRow::runId)
        .orElse(directory.root().getName());
  }

  /**
   * The winners, by iteration.
   *
   * @throws BadInput if the table lacks a column
   */
  public List<TrajectoryRow> trajectory() {
    return parquet(directory.trajectory())
        .flatMap(file -> TrajectoryRow.table(further(file)).read(file, directory.hadoop()).stream())
        .sorted(Comparator.comparingInt(TrajectoryRow::iteration))
        .toList();
  }

  /**
   * The samples of all iterations in the trajectory, by iteration.
   *
   * @throws BadInput if the table lacks a column
   */
  public List<SampleRow> samples() {
    List<SampleRow> samples = new ArrayList<>();
    trajectory().forEach(winner -> samples.addAll(samples(winner.iteration())));
    return samples;
  }

  /** The samples of one iteration; empty if it is not in the trajectory. */
  public List<SampleRow> samples(int iteration) {
    if (!directory.exists(directory.trajectory(iteration))) {
      return List.of(); // an iteration that is not committed yet, or was cut short
    }
    return parquet(directory.samples(iteration))
        .flatMap(
            file ->
                SampleRow.table(iteration, further(file)).read(file, directory.hadoop()).stream())
        .toList();
  }

  /** How the super-network was trained, round by round. */
  public List<TrainingLogRow> supernetLog() {
    return TrainingLogRow.read(directory, directory.supernet());
  }

  /** How the network found was trained, round by round. */
  public List<TrainingLogRow> foundLog() {
    return TrainingLogRow.read(directory, directory.found());
  }

  /**
   * Costs, accuracies and seconds.
   *
   * @throws BadInput if the file is not JSON
   */
  public RunResults results() {
    return RunResults.read(directory);
  }

  /**
   * The dataset; empty if it is not in the run directory.
   *
   * @throws BadInput if its file is not JSON
   */
  public Optional<PreparedDataset> dataset() {
    Path file = new Path(directory.data(), "dataset.json");
    return directory.exists(file)
        ? Optional.of(PreparedDataset.read(directory.readText(file), file.toString()))
        : Optional.empty();
  }

  private List<String> further(Path file) {
    return Costs.further(ParquetTable.columnsOf(file, directory.hadoop()));
  }

  private Stream<Path> parquet(Path folder) {
    return directory.list(folder).stream().filter(file -> file.getName().endsWith(".parquet"));
  }
}
