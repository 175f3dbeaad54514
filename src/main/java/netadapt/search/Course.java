package netadapt.search;

import java.util.ArrayList;
import java.util.List;

/** Decides which stage a search is at, by what it has done so far. */
final class Course {
  private final Budgets budgets;
  private final SearchPlan plan;
  private final double initialResource;

  /**
   * @param initialResource of the initial network
   */
  Course(Budgets budgets, SearchPlan plan, double initialResource) {
    this.budgets = budgets;
    this.plan = plan;
    this.initialResource = initialResource;
  }

  /**
   * The stages that the next iteration may be at: the first of them that has anything to score.
   *
   * @return empty once the search is over
   */
  List<Stage> next(History history) {
    if (history.isEmpty()) {
      return List.of(new Stage(Stage.Kind.INITIAL, initialResource, initialResource));
    }
    List<Stage> stages = new ArrayList<>();
    Stage last = history.last().stage();
    double resource = history.last().best().resource();
    for (double budget : budgets.values()) {
      if (budget > last.budget() || (budget == last.budget() && over(history))) {
        continue;
      }
      if (plan.strategy().descends() && resource > budget) {
        stages.add(descent(history, resource, budget));
        return stages;
      }
      if (plan.strategy().staysAtBudgets()) {
        stages.add(new Stage(plan.strategy().atBudgets(), budget, budget));
      }
    }
    return stages;
  }

  /** Iterations to come, if each meets its target exactly and every budget takes all rounds. */
  int iterationsLeft(History history) {
    int next = history.isEmpty() ? 1 : descents(history) + 1;
    double resource = history.isEmpty() ? initialResource : history.last().best().resource();
    int left =
        plan.strategy().descends()
            ? plan.descent().schedule().iterationsLeft(initialResource, resource, budgets, next)
            : 0;
    if (plan.strategy().staysAtBudgets()) {
      Stage at = history.isEmpty() ? null : history.last().stage();
      for (double budget : budgets.values()) {
        if (at == null || budget < at.budget()) {
          left += plan.atBudgets().rounds();
        } else if (budget == at.budget() && !over(history)) {
          left += plan.atBudgets().rounds() - rounds(history).size();
        }
      }
    }
    return left + (history.isEmpty() ? 1 : 0);
  }

  private Stage descent(History history, double resource, double budget) {
    double target =
        plan.descent().schedule().target(initialResource, resource, budget, descents(history) + 1);
    return new Stage(Stage.Kind.DESCENT, budget, target);
  }

  private static int descents(History history) {
    return (int)
        history.iterations().stream()
            .filter(iteration -> iteration.stage().kind() == Stage.Kind.DESCENT)
            .count();
  }

  /** Whether the budget of the last iteration has had all that there is to do. */
  private boolean over(History history) {
    if (!plan.strategy().staysAtBudgets()) {
      return history.last().best().resource() <= history.last().stage().budget();
    }
    return rounds(history).size() >= plan.atBudgets().rounds()
        || (plan.strategy() == Strategy.EXCHANGE
            && history.fruitless(history.last().stage()) >= plan.atBudgets().patience());
  }

  /** The iterations so far at the budget of the last one. */
  private List<Iteration> rounds(History history) {
    double budget = history.last().stage().budget();
    return history.iterations().stream()
        .filter(iteration -> iteration.stage().kind() == plan.strategy().atBudgets())
        .filter(iteration -> iteration.stage().budget() == budget)
        .toList();
  }
}
