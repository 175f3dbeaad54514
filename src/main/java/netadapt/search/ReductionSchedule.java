package netadapt.search;

import netadapt.BrokenRule;

/**
 * How much of the resource each iteration takes off: {@code reduction · R(initial) · decay^(t-1)}
 * in iteration t = 1, 2, …
 *
 * @param reduction share of the initial resource that the first iteration takes off, in (0, 1)
 * @param decay in (0, 1]
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 3.1</a>
 */
public record ReductionSchedule(double reduction, double decay) {
  private static final int MOST_ITERATIONS = 10_000;

  /**
   * @throws BrokenRule if a number is out of its range
   */
  public ReductionSchedule {
    if (!(reduction > 0 && reduction < 1)) {
      throw new BrokenRule("reduction", reduction, "above 0 and below 1", "0.03");
    }
    if (!(decay > 0 && decay <= 1)) {
      throw new BrokenRule("decay", decay, "above 0 and at most 1", "0.98");
    }
  }

  /**
   * The resource that the samples of an iteration may not exceed.
   *
   * @param initial resource of the initial network
   * @param current resource of the previous best
   * @param budget the largest budget below {@code current}
   * @param iteration from 1
   */
  public double target(double initial, double current, double budget, int iteration) {
    double off = reduction * initial * StrictMath.pow(decay, iteration - 1);
    return Math.max(budget, current - off);
  }

  /**
   * Iterations until all budgets are met, if each meets its target exactly; in truth it takes no
   * more.
   *
   * @param initial resource of the initial network
   * @param current resource of the previous best
   * @param budgets to meet
   * @param next the iteration to come, from 1
   * @throws BrokenRule if the reductions fade before the last budget is met
   */
  public int iterationsLeft(double initial, double current, Budgets budgets, int next) {
    int iteration = next;
    double resource = current;
    while (!budgets.allMet(resource)) {
      if (iteration - next == MOST_ITERATIONS) {
        throw new BrokenRule(
            "reduction",
            reduction,
            "more, or the decay of %s: reductions fade before the budget of %s is met"
                .formatted(decay, budgets.smallest()));
      }
      resource = target(initial, resource, budgets.next(resource), iteration++);
    }
    return iteration - next;
  }
}
