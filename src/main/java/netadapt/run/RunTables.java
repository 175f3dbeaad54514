package netadapt.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

  /** Says something else whenever a run has written something new. */
  public static String state(RunDirectory directory) {
    Stream<Path> written =
        Stream.of(
            directory.configuration(),
            directory.data(),
            directory.supernet(),
            directory.trajectory(),
            directory.found(),
            directory.rankCheck());
    return Stream.concat(written, directory.list(directory.trained()).stream())
        .map(path -> Long.toString(directory.modified(path), 36))
        .collect(Collectors.joining("-"));
  }

  /** Name of the run, or else of its directory. */
  public String name() {
    return directory.iterations().stream()
        .limit(1)
        .flatMap(this::winner)
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
    return directory.iterations().stream().flatMap(this::winner).toList();
  }

  /**
   * The samples of all iterations in the trajectory, by iteration.
   *
   * @throws BadInput if the table lacks a column
   */
  public List<SampleRow> samples() {
    return directory.iterations().stream().flatMap(this::scored).toList();
  }

  /**
   * A picture of what a trained network tells of some images, as PNG; empty if there is none.
   *
   * @param network of the results
   */
  public Optional<byte[]> examples(NetworkResult network) {
    return network
        .training()
        .map(folder -> TrainedFolder.examples(directory.named(folder)))
        .filter(directory::exists)
        .map(directory::readBytes);
  }

  /**
   * The samples of one iteration; empty if it is not in the trajectory.
   *
   * @throws BadInput if the table lacks a column
   */
  public List<SampleRow> samples(int iteration) {
    return directory.iterations().stream()
        .filter(committed -> committed == iteration)
        .flatMap(this::scored)
        .toList();
  }

  /**
   * The best networks of the whole search, one at every cost that is worth it: none has another one
   * beside it that costs as little and is better. Costs descending; empty before a search is over.
   *
   * @throws BadInput if the table lacks a column
   */
  public List<FrontRow> front() {
    if (!directory.exists(directory.front())) {
      return List.of();
    }
    Path file = directory.current(directory.front());
    return FrontRow.table(further(file)).read(file, directory.hadoop());
  }

  /**
   * Sub-networks that were scored outside of the search, in the order in which they were given.
   *
   * @param name of the table
   * @throws BadInput if there is no such table, or it lacks a column
   */
  public ScoreTable scores(String name) {
    return ScoreTable.read(directory, name);
  }

  /**
   * All tables of sub-networks that were scored outside of the search, in the order of their names.
   *
   * @throws BadInput if one of them lacks a column
   */
  public List<ScoreTable> scores() {
    return ScoreTable.readAll(directory);
  }

  /** How the super-network was trained, round by round. */
  public List<TrainingLogRow> supernetLog() {
    return TrainingLogRow.read(directory, directory.supernet());
  }

  /** How the network found for the smallest budget was trained, round by round. */
  public List<TrainingLogRow> foundLog() {
    return results().smallest().map(this::log).orElse(List.of());
  }

  /** How one of the networks in the results was trained by itself, round by round. */
  public List<TrainingLogRow> log(NetworkResult network) {
    return network
        .training()
        .map(folder -> TrainingLogRow.read(directory, directory.named(folder)))
        .orElse(List.of());
  }

  /**
   * The networks that were trained one by one to check the scores, by their numbers.
   *
   * @throws BadInput if the table lacks a column
   */
  public List<RankRow> rankCheck() {
    return RankRow.read(directory);
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
    return PreparedDataset.find(directory.data().toString(), directory.hadoop());
  }

  private Stream<TrajectoryRow> winner(int iteration) {
    Path file = directory.trajectory(iteration);
    return TrajectoryRow.table(further(file)).read(file, directory.hadoop()).stream();
  }

  private Stream<SampleRow> scored(int iteration) {
    Path file = directory.samples(iteration);
    return SampleRow.table(further(file)).read(file, directory.hadoop()).stream();
  }

  private List<String> further(Path file) {
    return Costs.further(ParquetTable.columnsOf(file, directory.hadoop()));
  }
}
