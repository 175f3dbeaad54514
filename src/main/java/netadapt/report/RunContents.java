package netadapt.report;

import java.util.List;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.run.FrontRow;
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
 * @param accuracy of networks while the super-network was trained
 * @param found training of the network found
 * @param foundAccuracy of it meanwhile
 * @param rankCheck networks that were trained to check the scores
 */
record RunContents(
    String name,
    RunResults results,
    Optional<PreparedDataset> dataset,
    List<TrajectoryRow> trajectory,
    List<SampleRow> samples,
    List<FrontRow> front,
    LossCurve supernet,
    AccuracyCurve accuracy,
    LossCurve found,
    AccuracyCurve foundAccuracy,
    List<RankRow> rankCheck) {
  RunContents {
    trajectory = List.copyOf(trajectory);
    samples = List.copyOf(samples);
    front = List.copyOf(front);
    rankCheck = List.copyOf(rankCheck);
  }

  /**
   * Reads a run directory.
   *
   * @throws BadInput if it holds no run, or a table that cannot be understood
   */
  static RunContents read(RunDirectory directory) {
    RunTables run = RunTables.open(directory);
    return new RunContents(
        run.name(),
        run.results(),
        run.dataset(),
        run.trajectory(),
        run.samples(),
        run.front(),
        LossCurve.of(run.supernetLog()),
        AccuracyCurve.ofSupernet(run.supernetLog()),
        LossCurve.of(run.foundLog()),
        AccuracyCurve.ofNetwork(run.foundLog()),
        run.rankCheck());
  }

  /** Whether a search has begun. */
  boolean searched() {
    return !trajectory.isEmpty();
  }
}
