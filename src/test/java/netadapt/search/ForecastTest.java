package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import netadapt.BrokenRule;
import netadapt.arch.SubNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForecastTest {
  private static final double INITIAL = 100;

  /** A tenth each time, or what is left to a budget: 90, 80, 75; 65, 55, 50. */
  @Test
  void descentHasTheTargetsOfItsSchedule() {
    Forecast forecast = forecast(0.1, 1, 75.0, 50.0);

    assertThat(forecast.stages())
        .extracting(Stage::target)
        .containsExactly(100.0, 90.0, 80.0, 75.0, 65.0, 55.0, 50.0);
    assertThat(forecast.iterations()).isEqualTo(6);
    assertThat(forecast.fewestIterations()).isEqualTo(6);
    assertThat(forecast.iterationsTo(75)).isEqualTo(3);
    assertThat(forecast.iterationsTo(50)).isEqualTo(6);
  }

  /** Table 11 of the paper: 567 samples, 27 in each iteration. */
  @Test
  void halfIsReachedInAsManyIterationsAsTheAblationHas() {
    assertThat(27 * forecast(0.03, 0.98, 50.0).iterations()).isEqualTo(567);
  }

  @ParameterizedTest
  @EnumSource
  void everyStrategyHasAsManyIterationsAsItSaysBeforeTheFirst(Strategy strategy) {
    SearchPlan plan = SearchPlans.of(strategy, 1);
    Budgets budgets = Budgets.of(List.of(0.7, 0.5), SearchPlans.NETWORK, SearchPlans.METRIC);
    double initial = SearchPlans.METRIC.of(SubNetwork.full(SearchPlans.NETWORK));
    History nothing =
        new History(
            plan.chooseBy(),
            new ScoreModel(SearchSpace.of(SearchPlans.NETWORK, SearchPlans.METRIC, List.of())));

    assertThat(Forecast.of(initial, budgets, plan).stages())
        .hasSize(new Course(budgets, plan, initial).iterationsLeft(nothing));
  }

  /** Three rounds at each of two budgets, which may end after two that found nothing. */
  @Test
  void exchangesMayEndEarly() {
    SearchPlan plan = SearchPlans.of(Strategy.EXCHANGE, 1); // a fifth each time
    Forecast forecast = Forecast.of(INITIAL, new Budgets(List.of(80.0, 60.0)), plan);

    assertThat(forecast.iterations()).isEqualTo(1 + 3 + 1 + 3);
    assertThat(forecast.fewestIterations()).isEqualTo(1 + 2 + 1 + 2);
    assertThat(forecast.iterationsTo(80)).isEqualTo(4);
  }

  @Test
  void reductionsThatFadeAreRefused() {
    assertThatThrownBy(() -> forecast(0.01, 0.9, 50.0))
        .isInstanceOf(BrokenRule.class)
        .hasMessageContaining("reductions fade before the budget of 50.0 is met");
  }

  private static Forecast forecast(double reduction, double decay, Double... budgets) {
    SearchPlan plan =
        SearchPlan.descent(27, 4, new ReductionSchedule(reduction, decay), /* seed= */ 1);
    return Forecast.of(INITIAL, new Budgets(List.of(budgets)), plan);
  }
}
