package netadapt.benchmark;

import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/** Sub-networks whose quality is a formula's, so that the best ones are known. */
interface KnownSpace {
  /** What it is called in tables. */
  String name();

  /** Whose sub-networks they are. */
  SuperNetwork network();

  /** What budgets are of. */
  Resource metric();

  /**
   * The share of images that a network would have right, were there infinitely many.
   *
   * @param canonical a sub-network
   */
  double quality(Architecture canonical);

  /**
   * The highest quality of a network within a budget, or a bound that none exceeds.
   *
   * @param budget in the metric's unit
   */
  double highest(double budget);
}
