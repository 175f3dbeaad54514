package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.run.RunDirectory;
import netadapt.run.RunTables;
import netadapt.run.TrajectoryRow;

/** The way of a run's search from the initial network to another. */
final class Trajectory {
  private Trajectory() {}

  /**
   * The winners of the search up to a network, each once, without the initial network; the network
   * itself is the last. If it is no winner, those with more multiply-accumulates come before it.
   * None for the initial network.
   *
   * @throws netadapt.BadInput if the tables of the run cannot be read
   */
  static List<SubNetwork> to(SubNetwork network, RunDirectory directory) {
    SuperNetwork of = network.network();
    if (network.architecture().equals(of.full())) {
      return List.of();
    }
    List<Architecture> winners = new ArrayList<>();
    for (TrajectoryRow row : RunTables.open(directory).trajectory()) {
      winners.add(row.architecture().in(of, "iteration " + row.iteration()));
    }
    int end = winners.indexOf(network.architecture());
    List<Architecture> before = end < 0 ? larger(winners, network) : winners.subList(0, end);
    List<SubNetwork> way = new ArrayList<>();
    Architecture last = of.full();
    for (Architecture winner : before) {
      if (!winner.equals(last)) {
        way.add(SubNetwork.of(of, winner));
        last = winner;
      }
    }
    way.add(network);
    return way;
  }

  private static List<Architecture> larger(List<Architecture> winners, SubNetwork network) {
    long macs = MacCount.count(network);
    return winners.stream()
        .filter(winner -> MacCount.count(SubNetwork.of(network.network(), winner)) > macs)
        .toList();
  }
}
