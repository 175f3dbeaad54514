package netadapt.benchmark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.score.Group;
import netadapt.settings.NetworkFile;

/**
 * How many multiply-accumulates the samples of a first iteration have in common: no model that
 * computes each of them once can be faster than that.
 *
 * <pre>submit/benchmark.sh shared</pre>
 */
final class SharedMacs {
  private static final int SAMPLES = 200;

  private SharedMacs() {}

  /**
   * Those of a model for each sample over those of groups, in which equal beginnings are once.
   *
   * @param layers that each sample shrinks
   * @param reduction the share of the network's cost to be saved
   */
  static double ratio(String name, int layers, double reduction, int groups) {
    SuperNetwork network = NetworkFile.open(name).network();
    List<Architecture> samples = Proposals.first(network, SAMPLES, layers, reduction);
    double alone = 0;
    double together = 0;
    for (Group group : Group.of(samples, groups, "benchmark")) {
      Set<List<SubLayer>> beginnings = new HashSet<>();
      for (Architecture sample : group.architectures()) {
        List<SubLayer> beginning = new ArrayList<>();
        for (SubLayer layer : SubNetwork.of(network, sample).layers()) {
          beginning.add(layer);
          alone += MacCount.count(layer);
          together += beginnings.add(List.copyOf(beginning)) ? MacCount.count(layer) : 0;
        }
      }
    }
    return alone / together;
  }
}
