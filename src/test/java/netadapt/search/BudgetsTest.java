package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import netadapt.BrokenRule;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private static final SuperNetwork CHAIN = Oracles.chain();

  private static Budgets of(Double... given) {
    return Budgets.of(List.of(given), CHAIN, Oracles.filters());
  }

  @Test
  void sharesAndAbsoluteBudgetsAreSortedTogether() {
    assertThat(of(10.0, 0.5, 24.0, 0.75).values()).containsExactly(24.0, 16.0, 10.0);
  }

  @Test
  void budgetsThatOneStepPassesAreAllMetByIt() {
    assertThat(of(20.0, 16.0, 12.0).metBetween(18, 10)).containsExactly(16.0, 12.0);
    assertThat(of(20.0, 16.0, 12.0).metBetween(16, 12)).containsExactly(12.0);
    assertThat(of(20.0, 16.0, 12.0).metBetween(19, 17)).isEmpty();
  }

  @Test
  void mistakenBudgetsAreNamedWithTheirMend() {
    assertRefused("budgets is [] but must be at least one budget");
    assertRefused("budgets is 0.0 but must be positive", 0.0);
    assertRefused("budgets is -3.0 but must be positive", 16.0, -3.0);
    assertRefused("budgets is NaN but must be positive", Double.NaN);
    assertRefused(
        "budgets is 32.0 but must be less than the initial network has, 32 filters", 32.0);
  }

  @Test
  void anImpossibleBudgetNamesTheSmallestReachable() {
    SuperNetwork tiny = PaperNetworks.tiny();
    assertThatThrownBy(() -> Budgets.of(List.of(5.0), tiny, new MacCount()))
        .isInstanceOf(BrokenRule.class)
        .hasMessage(
            "budgets is 5.0 but must be at least what the smallest sub-network of tiny has, 20 MACs");
  }

  private static void assertRefused(String message, Double... given) {
    assertThatThrownBy(() -> of(given))
        .isInstanceOf(BrokenRule.class)
        .hasMessageContaining(message);
  }
}
