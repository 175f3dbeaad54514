package netadapt.plan;

import java.util.OptionalDouble;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * What the sub-networks of a network cost by one metric.
 *
 * @param metric its name, as of a column
 * @param unit of the costs
 * @param smallest cost of the smallest sub-network
 * @param middle cost of the one with half of all filters; empty if a table does not know it
 * @param full cost of the initial network
 */
public record CostRange(
    String metric, String unit, double smallest, OptionalDouble middle, double full) {
  static CostRange of(SuperNetwork network, Resource metric) {
    return new CostRange(
        metric.name(),
        metric.unit(),
        cost(network, network.smallest(), metric).orElse(Double.NaN),
        cost(network, network.narrowed(2), metric),
        cost(network, network.full(), metric).orElse(Double.NaN));
  }

  private static OptionalDouble cost(
      SuperNetwork network, Architecture architecture, Resource metric) {
    SubNetwork sub = SubNetwork.of(network, architecture);
    return metric.knows(sub) ? OptionalDouble.of(metric.of(sub)) : OptionalDouble.empty();
  }
}
