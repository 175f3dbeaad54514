package netadapt.search;

import java.util.List;
import java.util.Optional;
import netadapt.BrokenRule;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * A search with made-up scores and a sample per iteration, which takes moments: it finds out before
 * any training whether a search can come down to its budgets.
 */
public final class Rehearsal {
  private static final BudgetPlan ONCE = new BudgetPlan(1, 1, 1, BudgetPlan.Breeding.ONCE_FOR_ALL);

  private Rehearsal() {}

  /**
   * Rehearses a search.
   *
   * @param limits what no network proposed may exceed beside the budgets
   * @return where it got stuck, in a sentence; empty if it met all budgets. With true scores other
   *     networks win, so that a search that got stuck is likely to, but not sure to
   * @throws BrokenRule if it got stuck at once: what the first iteration draws depends on no score
   */
  public static Optional<String> of(
      SuperNetwork network, Resource metric, Budgets budgets, List<Limit> limits, SearchPlan plan) {
    Iterations iterations = new Iterations();
    try {
      new Search(network, metric, budgets, limits, quick(plan))
          .run(Rehearsal::scores, iterations, SearchListener.NONE);
      return Optional.empty();
    } catch (BrokenRule stuck) {
      if (iterations.done <= 1) {
        throw stuck;
      }
      return Optional.of(
          "a search without true scores did not come down to all budgets, so that one with them may"
              + " not, either: search."
              + stuck.getMessage());
    }
  }

  private static SearchPlan quick(SearchPlan plan) {
    return new SearchPlan(
        plan.strategy(), 1, plan.descent(), ONCE, ChooseBy.SCORE, ProposalPlan.RANDOM, plan.seed());
  }

  private static List<Score> scores(int iteration, List<Sample> samples) {
    return samples.stream()
        .map(sample -> new Score(sample.index(), 1, 0, 1, 1, false, 0, 0, ""))
        .toList();
  }

  /** Counts them. */
  private static final class Iterations implements Journal {
    private int done;

    @Override
    public List<Iteration> committed() {
      return List.of();
    }

    @Override
    public void commit(Iteration iteration, List<Double> budgetsMet) {
      done++;
    }
  }
}
