package netadapt.cost;

import netadapt.arch.SubNetwork;

/** A latency that grows with the MACs, for tests of metrics beside these. */
public record MadeUpLatency(double perMac) implements Resource {
  @Override
  public String name() {
    return "latency_ms";
  }

  @Override
  public String unit() {
    return "ms";
  }

  @Override
  public double of(SubNetwork network) {
    return MacCount.count(network) * perMac;
  }
}
