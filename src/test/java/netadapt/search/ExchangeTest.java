package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  /** A descent by one step of one layer at a time, then exchanges. */
  private static final SearchPlan SINGLE_STEPS =
      new SearchPlan(
          Strategy.EXCHANGE,
          20,
          new DescentPlan(1, true, new ReductionSchedule(0.05, 1), Selector.HIGHEST_SCORE),
          new BudgetPlan(10, 4, 4, BudgetPlan.Breeding.ONCE_FOR_ALL),
          ChooseBy.SCORE,
          ProposalPlan.RANDOM,
          1);

  @Test
  void exchangeEndsAfterFruitlessRounds() {
    MemoryJournal journal = new MemoryJournal();
    BudgetPlan budget = new BudgetPlan(9, 2, 4, BudgetPlan.Breeding.ONCE_FOR_ALL);
    // Single steps of equal cost find the optimum of a concave sum: nothing is better.
    SearchPlans.byFilters(SINGLE_STEPS.with(budget), Oracles::value, journal, 24.0);

    assertThat(journal.of(Stage.Kind.EXCHANGE))
        .hasSize(2)
        .allMatch(iteration -> iteration.best().sample().move() == Move.SHRINK);
  }

  @Test
  void exchangeHasNoMoreThanItsRoundsHoweverManyAreFruitful() {
    MemoryJournal journal = new MemoryJournal();
    BudgetPlan budget = new BudgetPlan(3, 9, 4, BudgetPlan.Breeding.ONCE_FOR_ALL);

    SearchPlans.byFilters(SINGLE_STEPS.with(budget), Oracles::value, journal, 24.0, 16.0);

    assertThat(journal.of(Stage.Kind.EXCHANGE))
        .extracting(iteration -> iteration.stage().budget())
        .containsExactly(24.0, 24.0, 24.0, 16.0, 16.0, 16.0);
  }

  /** c1 loses 1.5 with its first step and nothing with the others, other layers 1 with each. */
  private static double deceptive(Architecture architecture) {
    List<LayerSize> sizes = architecture.sizes();
    double value = sizes.get(0).filters() < 8 ? -1.5 : 0;
    for (LayerSize size : sizes.subList(1, sizes.size())) {
      value -= (8 - size.filters()) / 2.0;
    }
    return value;
  }

  @Test
  void exchangeFindsTheOptimumThatDescentMisses() {
    double optimum = -1.5; // c1 without filters, the others full
    SearchResult descent =
        SearchPlans.byFilters(
            SINGLE_STEPS.with(Strategy.DESCENT),
            ExchangeTest::deceptive,
            new MemoryJournal(),
            24.0);
    SearchResult exchange =
        SearchPlans.byFilters(SINGLE_STEPS, ExchangeTest::deceptive, new MemoryJournal(), 24.0);

    assertThat(descent.smallest().found().score().value()).isLessThan(optimum);
    assertThat(exchange.smallest().found().score().value()).isCloseTo(optimum, within(1e-12));
  }

  /** Highest where all layers are equally wide, even if the budget leaves room for more. */
  private static double balanced(Architecture architecture) {
    List<LayerSize> sizes = architecture.sizes();
    double value = 0;
    for (int i = 0; i < sizes.size(); i++) {
      int before = sizes.get(Math.max(0, i - 1)).filters();
      value += sizes.get(i).filters() - 10 * Math.abs(sizes.get(i).filters() - before);
    }
    return value;
  }

  @Test
  void theBestNetworkNeedNotUseUpTheBudget() {
    SearchResult result =
        SearchPlans.byFilters(SINGLE_STEPS, ExchangeTest::balanced, new MemoryJournal(), 30.0);

    assertThat(result.smallest().found().sample().architecture().sizes())
        .allMatch(size -> size.filters() == 6);
  }

  @Test
  void aRoundOfExchangesWithoutAnyScoreIsAnError() {
    Scorer failing =
        (iteration, samples) ->
            samples.get(0).move() == Move.SHRINK || iteration == 0
                ? Oracles.scorer().score(iteration, samples)
                : List.of();

    assertThatThrownBy(
            () ->
                SearchPlans.search(SearchPlans.of(Strategy.EXCHANGE, 1), 0.55, 0.35)
                    .run(failing, Journal.none(), SearchListener.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("none of the \\d+ samples of iteration \\d+ could be scored");
  }
}
