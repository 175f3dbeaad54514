package netadapt.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The iterations of a search, foreseen without scores: as many as it has if every winner meets its
 * target exactly and every budget takes all its rounds. True winners have a little less than their
 * target, so that a search that descends may need fewer.
 *
 * @param stages of the iterations, the scoring of the initial network first
 * @param fewestRounds iterations at each budget, where a search may end early
 */
public record Forecast(List<Stage> stages, int fewestRounds) {
  public Forecast {
    stages = List.copyOf(stages);
  }

  /**
   * Foresees a search.
   *
   * @param initial resource of the initial network, more than all budgets
   * @throws netadapt.BrokenRule if the reductions fade before the last budget is met
   */
  public static Forecast of(double initial, Budgets budgets, SearchPlan plan) {
    ReductionSchedule schedule = plan.descent().schedule();
    Strategy strategy = plan.strategy();
    if (strategy.descends()) {
      schedule.iterationsLeft(initial, initial, budgets, 1); // which ends
    }
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage(Stage.Kind.INITIAL, initial, initial));
    int descents = 0;
    double resource = initial;
    for (double budget : budgets.values()) {
      while (strategy.descends() && resource > budget) {
        resource = schedule.target(initial, resource, budget, ++descents);
        stages.add(new Stage(Stage.Kind.DESCENT, budget, resource));
      }
      for (int round = 0; round < rounds(plan); round++) {
        stages.add(new Stage(strategy.atBudgets(), budget, budget));
      }
    }
    return new Forecast(stages, fewestRounds(plan));
  }

  /** Iterations at most, without the scoring of the initial network. */
  public int iterations() {
    return stages.size() - 1;
  }

  /** Iterations of a search that ends as early as it may at every budget. */
  public int fewestIterations() {
    int descents = 0;
    for (Stage stage : stages) {
      descents += stage.kind() == Stage.Kind.DESCENT ? 1 : 0;
    }
    long atBudgets =
        stages.stream()
            .filter(stage -> stage.kind() != Stage.Kind.DESCENT)
            .filter(stage -> stage.kind() != Stage.Kind.INITIAL)
            .map(Stage::budget)
            .distinct()
            .count();
    return descents + (int) atBudgets * fewestRounds;
  }

  /** Iterations, at most, after which a budget has been dealt with. */
  public int iterationsTo(double budget) {
    int last = 0;
    for (int i = 1; i < stages.size(); i++) {
      last = stages.get(i).budget() >= budget ? i : last;
    }
    return last;
  }

  private static int rounds(SearchPlan plan) {
    return plan.strategy().staysAtBudgets() ? plan.atBudgets().rounds() : 0;
  }

  private static int fewestRounds(SearchPlan plan) {
    return plan.strategy() == Strategy.EXCHANGE
        ? Math.min(plan.atBudgets().patience(), rounds(plan))
        : rounds(plan);
  }
}
