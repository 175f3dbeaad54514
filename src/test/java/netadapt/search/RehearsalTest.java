package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import netadapt.BrokenRule;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.cost.ParameterCount;
import netadapt.cost.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RehearsalTest {
  private static final SuperNetwork CHAIN = SearchPlans.NETWORK;

  @ParameterizedTest
  @MethodSource("netadapt.search.SearchPlans#all")
  void aSearchThatMeetsItsBudgetsIsToldNothing(SearchPlan plan) {
    Limit limit = Limit.of(0.8, CHAIN, new ParameterCount());

    assertThat(rehearsed(CHAIN, SearchPlans.METRIC, List.of(limit), plan, 0.75, 0.5)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theSmallestNetworkCanBeComeDownTo(Strategy strategy) {
    double smallest = SearchPlans.METRIC.of(SubNetwork.of(CHAIN, CHAIN.smallest()));
    SearchPlan allLayers = SearchPlan.descent(4, 4, new ReductionSchedule(0.2, 1), 1);

    assertThat(rehearsed(CHAIN, SearchPlans.METRIC, List.of(), allLayers.with(strategy), smallest))
        .isEmpty();
  }

  @Test
  void aReductionThatSoFewLayersCannotMakeIsRefused() {
    SearchPlan plan = SearchPlan.descent(4, 1, new ReductionSchedule(0.5, 1), 1);

    assertThatThrownBy(() -> rehearsed(CHAIN, Oracles.filters(), List.of(), plan, 0.25))
        .isInstanceOf(BrokenRule.class)
        .hasMessageStartingWith(
            "layers is 1 but must be more, or the reduction less: in iteration 1 none of");
  }

  @Test
  void aSearchThatGetsStuckOnTheWayIsToldToBeLikelyTo() {
    // Each iteration takes off three quarters of a layer's filters; no layer has as many twice.
    SearchPlan plan = SearchPlan.descent(4, 1, new ReductionSchedule(6 / 32.0, 1), 1);

    Optional<String> told = rehearsed(CHAIN, Oracles.filters(), List.of(), plan, 4.0);

    assertThat(told)
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("a search without true scores did not come down to all budgets")
                    .contains("search.layers is 1 but must be more")
                    .containsPattern("in iteration [2-9] none of"));
  }

  @Test
  void whatTheFirstIterationDrawsDependsOnNoScore() {
    SearchPlan impossible = SearchPlan.descent(4, 1, new ReductionSchedule(0.5, 1), 1);
    Budgets budgets = Budgets.of(List.of(0.25), CHAIN, Oracles.filters());
    Search search = new Search(CHAIN, Oracles.filters(), budgets, impossible);

    assertThatThrownBy(() -> search.run(Oracles.scorer(), Journal.none(), SearchListener.NONE))
        .isInstanceOf(BrokenRule.class)
        .hasMessageContaining("in iteration 1 none of");
  }

  @Test
  void aLargeNetworkIsRehearsedWithTheDefaults() {
    SuperNetwork v3 = PaperNetworks.mobileNetV3Latency();
    SearchPlan plan = SearchPlan.descent(48, 10, new ReductionSchedule(0.03, 0.98), 1);

    for (Strategy strategy : Strategy.values()) {
      assertThat(rehearsed(v3, new MacCount(), List.of(), plan.with(strategy), 0.75, 0.5))
          .isEmpty();
    }
  }

  private static Optional<String> rehearsed(
      SuperNetwork network,
      Resource metric,
      List<Limit> limits,
      SearchPlan plan,
      Double... budgets) {
    return Rehearsal.of(
        network, metric, Budgets.of(List.of(budgets), network, metric), limits, plan);
  }
}
