package netadapt.search;

import netadapt.BrokenRule;

/**
 * How a search proceeds.
 *
 * @param strategy what it does
 * @param samples J, proposed per iteration, at least 1
 * @param descent how it comes down to budgets, if it does
 * @param atBudgets what it does at each of them
 * @param chooseBy by what the best sample is chosen
 * @param proposals which samples are scored
 * @param seed of everything drawn
 */
public record SearchPlan(
    Strategy strategy,
    int samples,
    DescentPlan descent,
    BudgetPlan atBudgets,
    ChooseBy chooseBy,
    ProposalPlan proposals,
    long seed) {
  /**
   * @throws BrokenRule if a number is out of its range
   */
  public SearchPlan {
    if (samples < 1) {
      throw new BrokenRule("samples", samples, "at least 1", "48");
    }
  }

  /**
   * The paper's search: coordinate descent by scores.
   *
   * @param samples J, proposed per iteration, at least 1
   * @param layers L, shrunk per sample, at least 1
   * @param schedule how much each iteration takes off
   * @param seed of everything drawn
   */
  public static SearchPlan descent(int samples, int layers, ReductionSchedule schedule, long seed) {
    return new SearchPlan(
        Strategy.DESCENT,
        samples,
        new DescentPlan(layers, true, schedule, Selector.HIGHEST_SCORE),
        new BudgetPlan(10, 2, 4, BudgetPlan.Breeding.ONCE_FOR_ALL),
        ChooseBy.SCORE,
        ProposalPlan.RANDOM,
        seed);
  }

  /** The same with another strategy. */
  public SearchPlan with(Strategy other) {
    return new SearchPlan(other, samples, descent, atBudgets, chooseBy, proposals, seed);
  }

  /** The same with another way to come down to budgets. */
  public SearchPlan with(DescentPlan other) {
    return new SearchPlan(strategy, samples, other, atBudgets, chooseBy, proposals, seed);
  }

  /** The same with something else done at budgets. */
  public SearchPlan with(BudgetPlan other) {
    return new SearchPlan(strategy, samples, descent, other, chooseBy, proposals, seed);
  }

  /** The same with the best chosen otherwise. */
  public SearchPlan with(ChooseBy other) {
    return new SearchPlan(strategy, samples, descent, atBudgets, other, proposals, seed);
  }

  /** The same with other samples scored. */
  public SearchPlan with(ProposalPlan other) {
    return new SearchPlan(strategy, samples, descent, atBudgets, chooseBy, other, seed);
  }
}
