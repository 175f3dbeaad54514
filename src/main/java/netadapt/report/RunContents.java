package netadapt.report;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import netadapt.BadInput;
import netadapt.run.FoundNetwork;
import netadapt.run.FrontRow;
import netadapt.run.NetworkResult;
import netadapt.run.PreparedDataset;
import netadapt.run.RankRow;
import netadapt.run.RunDirectory;
import netadapt.run.RunResults;
import netadapt.run.RunTables;
import netadapt.run.SampleRow;
import netadapt.run.TrajectoryRow;
import netadapt.task.Quality;
import netadapt.task.ScoreUnit;
import netadapt.task.Task;

/**
 * What a run has come to so far; what it has yet to do is empty.
 *
 * @param name of the run, or else of its directory
 * @param results costs, accuracies and seconds
 * @param dataset empty if it is not in the run
 * @param trajectory winners by iteration
 * @param samples of the iterations in the trajectory
 * @param front the best networks of a search that is over, costs descending
 * @param supernet training of the super-network
 * @param networks trainings of the networks in the results that have begun, the initial one first
 * @param rankCheck networks that were trained to check the scores
 * @param examples a picture of what the smallest network found tells of some images, as PNG in
 *     Base64; empty where images have classes, or it is not trained
 * @param task what the networks tell of images
 * @param quality what scores and accuracies are
 */
record RunContents(
    String name,
    RunResults results,
    Optional<PreparedDataset> dataset,
    List<TrajectoryRow> trajectory,
    List<SampleRow> samples,
    List<FrontRow> front,
    TrainingCurve supernet,
    List<TrainingCurve> networks,
    List<RankRow> rankCheck,
    Optional<String> examples,
    Task task,
    Quality quality) {
  RunContents {
    trajectory = List.copyOf(trajectory);
    samples = List.copyOf(samples);
    front = List.copyOf(front);
    networks = List.copyOf(networks);
    rankCheck = List.copyOf(rankCheck);
  }

  /**
   * Reads a run directory.
   *
   * @param task what the networks tell of images
   * @param quality what scores and accuracies are
   * @throws BadInput if it holds no run, or a table that cannot be understood
   */
  static RunContents read(RunDirectory directory, RunBackground background) {
    RunTables run = RunTables.open(directory);
    RunResults results = run.results();
    return new RunContents(
        run.name(),
        results,
        run.dataset(),
        run.trajectory(),
        run.samples(),
        run.front(),
        new TrainingCurve("super-network", run.supernetLog()),
        trainings(run, results),
        run.rankCheck(),
        results.smallest().flatMap(run::examples).map(Base64.getEncoder()::encodeToString),
        background.task(),
        background.metric());
  }

  /** Of networks that several budgets share, once. */
  private static List<TrainingCurve> trainings(RunTables run, RunResults results) {
    Map<String, TrainingCurve> byFolder = new LinkedHashMap<>();
    results.initial().ifPresent(initial -> add(byFolder, "initial", initial, run));
    for (FoundNetwork found : results.found()) {
      add(byFolder, "found" + share(found.network(), results), found.network(), run);
      found
          .scaled()
          .ifPresent(scaled -> add(byFolder, "scaled" + share(scaled, results), scaled, run));
    }
    return byFolder.values().stream().filter(curve -> !curve.isEmpty()).toList();
  }

  private static void add(
      Map<String, TrainingCurve> byFolder, String name, NetworkResult network, RunTables run) {
    network
        .training()
        .ifPresent(
            folder ->
                byFolder.computeIfAbsent(
                    folder, one -> new TrainingCurve(free(name, byFolder), run.log(network))));
  }

  /** The name, with a number if another network has it. */
  private static String free(String name, Map<String, TrainingCurve> byFolder) {
    Set<String> taken =
        byFolder.values().stream().map(TrainingCurve::name).collect(Collectors.toSet());
    String free = name;
    for (int number = 2; taken.contains(free); number++) {
      free = "%s (%d)".formatted(name, number);
    }
    return free;
  }

  private static String share(NetworkResult network, RunResults results) {
    return results
        .initial()
        .map(initial -> ", " + Numbers.share(network.macs(), initial.macs()) + " of the MACs")
        .orElse("");
  }

  /** How scores and accuracies are read. */
  ScoreUnit unit() {
    return quality.unit();
  }

  /** Whether a search has begun. */
  boolean searched() {
    return !trajectory.isEmpty();
  }

  /** Column of the metric that guides the search. */
  String metric() {
    return trajectory.stream()
        .findFirst()
        .map(TrajectoryRow::metric)
        .or(results::metric)
        .orElse("macs");
  }
}
