package netadapt.search;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import netadapt.arch.Architecture;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.Resource;

/** Small searches of every kind: a few samples in each of a few iterations. */
final class SearchPlans {
  static final int ROUNDS = 3;
  static final SuperNetwork NETWORK = Oracles.chain();
  static final Resource METRIC = new MacCount();

  private SearchPlans() {}

  /** Every strategy with every way to choose and to propose. */
  static Stream<SearchPlan> all() {
    return Arrays.stream(Strategy.values())
        .flatMap(
            strategy ->
                Arrays.stream(ChooseBy.values())
                    .flatMap(
                        chooseBy ->
                            Arrays.stream(ProposalPlan.By.values())
                                .map(proposeBy -> plan(strategy, chooseBy, proposeBy, 1))));
  }

  /** One that chooses by scores and draws no more samples than it scores. */
  static SearchPlan of(Strategy strategy, long seed) {
    return plan(strategy, ChooseBy.SCORE, ProposalPlan.By.RANDOM, seed);
  }

  private static SearchPlan plan(
      Strategy strategy, ChooseBy chooseBy, ProposalPlan.By proposeBy, long seed) {
    return new SearchPlan(
        strategy,
        4,
        new DescentPlan(2, true, new ReductionSchedule(0.2, 1), Selector.HIGHEST_SCORE),
        new BudgetPlan(ROUNDS, 2, 3, BudgetPlan.Breeding.ONCE_FOR_ALL),
        chooseBy,
        new ProposalPlan(proposeBy, 2, 0.5),
        seed);
  }

  /** A search of a {@link Oracles#chain}. */
  static Search search(SearchPlan plan, Double... budgets) {
    return new Search(NETWORK, METRIC, Budgets.of(List.of(budgets), NETWORK, METRIC), plan);
  }

  /** Runs a search, or on from where its journal ends, by {@link Oracles#value} with noise. */
  static SearchResult run(SearchPlan plan, Journal journal, Double... budgets) {
    Scorer scorer = Oracles.scorer(Oracles::value, 0.3, 5);
    return search(plan, budgets).run(scorer, journal, SearchListener.NONE);
  }

  /** A search of a chain by its filters. */
  static SearchResult byFilters(
      SearchPlan plan,
      ToDoubleFunction<Architecture> value,
      MemoryJournal journal,
      Double... budgets) {
    Budgets filters = Budgets.of(List.of(budgets), NETWORK, Oracles.filters());
    return new Search(NETWORK, Oracles.filters(), filters, plan)
        .run(Oracles.scorer(value), journal, SearchListener.NONE);
  }
}
