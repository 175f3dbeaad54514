package netadapt.benchmark;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.search.Budgets;
import netadapt.search.ReductionSchedule;
import netadapt.search.Sample;
import netadapt.search.Search;
import netadapt.search.SearchPlan;

/** Lets the benchmarks have what a search would score. */
public final class Proposals {
  private static final long SEED = 1;

  private Proposals() {}

  /**
   * The samples of a first iteration, by multiply-accumulates.
   *
   * @param samples at most so many; fewer if there are no more
   * @param layers that each shrinks
   * @param reduction the share of the network's cost to be saved
   */
  public static List<Architecture> first(
      SuperNetwork network, int samples, int layers, double reduction) {
    MacCount macs = new MacCount();
    ReductionSchedule schedule = new ReductionSchedule(reduction, 1);
    SearchPlan plan = SearchPlan.descent(samples, layers, schedule, SEED);
    double target = (1 - reduction) * macs.of(SubNetwork.full(network));
    Search search = new Search(network, macs, new Budgets(List.of(target)), plan);
    return search.firstSamples().stream().map(Sample::architecture).toList();
  }
}
