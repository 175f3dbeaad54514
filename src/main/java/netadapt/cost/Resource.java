package netadapt.cost;

import netadapt.arch.SubNetwork;

/** A cost of a sub-network that may guide a search: any number of the architecture alone. */
public interface Resource {
  /** The column of this metric in tables, with its unit if it has one: {@code latency_ms}. */
  String name();

  /** The unit for readers, such as {@code MACs} or {@code ms}. */
  String unit();

  /**
   * Whether the cost of a sub-network is known; that of those with the widths and kernels of the
   * grid must be.
   */
  default boolean knows(SubNetwork network) {
    return true;
  }

  /**
   * The cost of a sub-network.
   *
   * @param network the sub-network, canonical or not; the number is the same
   * @return the cost, finite and at least 0, always the same for the same network
   */
  double of(SubNetwork network);
}
