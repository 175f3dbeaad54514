package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.rank.RankPlan;
import netadapt.run.RankRow;
import netadapt.run.RankTerms;
import netadapt.run.RunDirectory;
import netadapt.search.RandomSubNetworks;

/**
 * The networks that a rank check trains. The same seed draws the same ones, however many.
 *
 * @param network that they are sub-networks of
 * @param architectures by number, all different
 */
record RankNetworks(SuperNetwork network, List<Architecture> architectures) {
  RankNetworks {
    architectures = List.copyOf(architectures);
  }

  /**
   * Draws them.
   *
   * @return as many as the plan says; fewer if no more are found
   * @throws netadapt.BadInput if none is found
   */
  static RankNetworks draw(SuperNetwork network, RankPlan plan) {
    MacCount macs = new MacCount();
    double all = macs.of(SubNetwork.full(network));
    return new RankNetworks(
        network,
        new RandomSubNetworks(network, macs, plan.seed())
            .draw(plan.networks(), plan.from() * all, plan.to() * all));
  }

  int size() {
    return architectures.size();
  }

  /** What to tell the user if there are fewer than planned; empty if all is well. */
  Optional<String> shortage(RankPlan plan) {
    return size() == plan.networks()
        ? Optional.empty()
        : Optional.of(
            "%d networks are asked for but only %d with such MACs were found"
                .formatted(plan.networks(), size()));
  }

  /**
   * Trainings that have no row yet: first those of networks that were trained less often.
   *
   * @param trainings of each network
   */
  List<RankTask.Training> missing(List<RankRow> rows, int trainings) {
    Set<List<Integer>> trained =
        rows.stream()
            .map(row -> List.of(row.network(), row.training()))
            .collect(Collectors.toSet());
    List<RankTask.Training> missing = new ArrayList<>();
    for (int number = 0; number < trainings; number++) {
      for (int one = 0; one < size(); one++) {
        if (!trained.contains(List.of(one, number))) {
          missing.add(new RankTask.Training(one, number, architectures.get(one)));
        }
      }
    }
    return missing;
  }

  /**
   * Makes sure that rows are of these networks: an earlier build may have drawn others.
   *
   * @throws netadapt.BadInput if one is of another network
   */
  void check(List<RankRow> rows, RunDirectory directory) {
    for (RankRow row : rows) {
      if (row.network() < size()) {
        String id = ArchitectureJson.id(network, architectures.get(row.network()));
        if (!row.architectureId().equals(id)) {
          String what = "network " + row.network();
          throw RankTerms.another(what, row.architectureId(), id, directory);
        }
      }
    }
  }
}
