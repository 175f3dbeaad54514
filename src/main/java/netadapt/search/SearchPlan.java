package netadapt.search;

import netadapt.BrokenRule;

/**
 * How a search proceeds.
 *
 * @param samples J, proposed per iteration, at least 1
 * @param layers L, shrunk per sample, at least 1; 1 is single-layer coordinate descent
 * @param schedule how much each iteration takes off
 * @param selector which sample wins
 * @param seed of everything drawn
 */
public record SearchPlan(
    int samples, int layers, ReductionSchedule schedule, Selector selector, long seed) {
  /**
   * @throws BrokenRule if a number is out of its range
   */
  public SearchPlan {
    if (samples < 1) {
      throw new BrokenRule("samples", samples, "at least 1", "48");
    }
    if (layers < 1) {
      throw new BrokenRule("layers", layers, "at least 1", "10");
    }
  }
}
