package netadapt.search;

import netadapt.BrokenRule;

/**
 * How coordinate descent shrinks a network.
 *
 * @param layers L, shrunk per sample, at least 1; 1 is single-layer coordinate descent
 * @param undoNeedless whether steps are undone without which the target is met too; a sample then
 *     shrinks at most L layers, else all L of them where they can be shrunk
 * @param schedule how much each iteration takes off
 * @param selector which sample wins
 */
public record DescentPlan(
    int layers, boolean undoNeedless, ReductionSchedule schedule, Selector selector) {
  /**
   * @throws BrokenRule if a number is out of its range
   */
  public DescentPlan {
    if (layers < 1) {
      throw new BrokenRule("layers", layers, "at least 1", "10");
    }
  }
}
