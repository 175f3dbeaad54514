package netadapt.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    List<RankRow> rankCheck) {
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
   * @throws BadInput if it holds no run, or a table that cannot be understood
   */
  static RunContents read(RunDirectory directory) {
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
        run.rankCheck());
  }

  private static List<TrainingCurve> trainings(RunTables run, RunResults results) {
    List<TrainingCurve> curves = new ArrayList<>();
    named(results)
        .forEach((name, network) -> curves.add(new TrainingCurve(name, run.log(network))));
    return curves.stream().filter(curve -> !curve.isEmpty()).toList();
  }

  /** Networks by short names, each with its share of the initial one's MACs. */
  private static Map<String, NetworkResult> named(RunResults results) {
    Map<String, NetworkResult> named = new LinkedHashMap<>();
    results.initial().ifPresent(initial -> named.put("initial", initial));
    for (FoundNetwork found : results.found()) {
      put(named, "found" + share(found.network(), results), found.network());
      found.scaled().ifPresent(scaled -> put(named, "scaled" + share(scaled, results), scaled));
    }
    return named;
  }

  /** Unless it is there; under a name with a number where another one has that name. */
  private static void put(Map<String, NetworkResult> named, String name, NetworkResult network) {
    if (named.values().stream().anyMatch(one -> one.training().equals(network.training()))) {
      return;
    }
    String free = name;
    for (int number = 2; named.containsKey(free); number++) {
      free = "%s (%d)".formatted(name, number);
    }
    named.put(free, network);
  }

  private static String share(NetworkResult network, RunResults results) {
    return results
        .initial()
        .map(initial -> ", " + Numbers.share(network.macs(), initial.macs()) + " of the MACs")
        .orElse("");
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
