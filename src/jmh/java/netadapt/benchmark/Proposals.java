package netadapt.benchmark;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.search.Proposer;
import netadapt.search.Sample;

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
    SubNetwork full = SubNetwork.full(network);
    double target = (1 - reduction) * macs.of(full);
    return new Proposer(network, macs, samples, layers, SEED)
        .propose(full.canonical(), target, 1).stream().map(Sample::architecture).toList();
  }
}
