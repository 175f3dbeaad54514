package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import netadapt.BrokenRule;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.ParameterCount;
import netadapt.cost.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {
  private static final SuperNetwork CHAIN = SearchPlans.NETWORK;
  private static final Resource PARAMS = new ParameterCount();
  private static final double INITIAL = PARAMS.of(SubNetwork.full(CHAIN));
  private static final double SMALLEST = PARAMS.of(SubNetwork.of(CHAIN, CHAIN.smallest()));

  @Test
  void aLimitBelowOneIsAShareOfTheInitialNetworks() {
    assertThat(Limit.of(0.75, CHAIN, PARAMS).most()).isEqualTo(0.75 * INITIAL);
    assertThat(Limit.of(300, CHAIN, PARAMS).most()).isEqualTo(300);
  }

  @Test
  void aLimitIsKeptByNetworksThatHaveAtMostSoMuch() {
    assertThat(Limit.of(INITIAL, CHAIN, PARAMS).keeps(SubNetwork.full(CHAIN))).isTrue();
    assertThat(Limit.of(INITIAL - 1, CHAIN, PARAMS).keeps(SubNetwork.full(CHAIN))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0, -0.5, Double.NaN})
  void aLimitThatNoSubNetworkKeepsIsAMistakeThatNamesTheKey(double most) {
    assertThatThrownBy(() -> Limit.of(most, CHAIN, PARAMS))
        .isInstanceOf(BrokenRule.class)
        .hasMessage(
            "limits.params is %s but must be above 0 and at least what the smallest sub-network of chain has, %.0f parameters",
            most, SMALLEST);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, -3})
  void aLimitThatIsNotPositiveIsAMistakeEvenWhereTheSmallestNetworkNeedsNothing(double most) {
    assertThatThrownBy(() -> Limit.of(most, CHAIN, Oracles.filters()))
        .isInstanceOf(BrokenRule.class)
        .hasMessageContaining("limits.filters");
  }

  @ParameterizedTest
  @MethodSource("netadapt.search.SearchPlans#all")
  void noSampleExceedsALimitThatTheInitialNetworkExceeds(SearchPlan plan) {
    Limit limit = Limit.of(0.8, CHAIN, PARAMS);
    MemoryJournal journal = new MemoryJournal();

    SearchResult result = run(plan, limit, journal);

    assertThat(limit.keeps(SubNetwork.full(CHAIN))).isFalse();
    assertThat(journal.proposed())
        .isNotEmpty()
        .allMatch(sample -> limit.keeps(SubNetwork.of(CHAIN, sample.architecture())));
    assertThat(result.landings())
        .hasSize(2)
        .allMatch(landing -> landing.found().resource() <= landing.budget());
    assertThat(result.front())
        .isNotEmpty()
        .allMatch(
            point -> limit.keeps(SubNetwork.of(CHAIN, point.scored().sample().architecture())));
  }

  @Test
  void aLimitThatBindsAtABudgetKeepsTheSearchFromItsBestNetworks() {
    SearchPlan plan = SearchPlans.of(Strategy.EXCHANGE, 1);
    Limit tight = Limit.of(0.5, CHAIN, PARAMS);

    double without =
        run(plan, Limit.of(INITIAL, CHAIN, PARAMS), new MemoryJournal())
            .landings()
            .get(0)
            .found()
            .score()
            .value();
    double within = run(plan, tight, new MemoryJournal()).landings().get(0).found().score().value();

    assertThat(within).isLessThan(without);
  }

  private static SearchResult run(SearchPlan plan, Limit limit, MemoryJournal journal) {
    Budgets budgets = Budgets.of(List.of(0.75, 0.5), CHAIN, SearchPlans.METRIC);
    return new Search(CHAIN, SearchPlans.METRIC, budgets, List.of(limit), plan)
        .run(Oracles.scorer(), journal, SearchListener.NONE);
  }
}
