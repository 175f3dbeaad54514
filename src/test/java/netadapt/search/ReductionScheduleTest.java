package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import netadapt.BrokenRule;
import org.junit.jupiter.api.Test;

class ReductionScheduleTest {
  @Test
  void reductionsFadeGeometrically() {
    ReductionSchedule schedule = new ReductionSchedule(0.03, 0.98);
    assertThat(schedule.target(1000, 1000, 100, 1)).isEqualTo(970);
    assertThat(schedule.target(1000, 970, 100, 2)).isCloseTo(970 - 29.4, within(1e-9));
  }

  @Test
  void noTargetIsBelowTheNextBudget() {
    assertThat(new ReductionSchedule(0.5, 1).target(1000, 800, 700, 1)).isEqualTo(700);
  }

  @Test
  void iterationsLeftCountTheLandingsToo() {
    // 1000 -> 900 -> 850 (landed) -> 750 -> 700 (landed)
    Budgets budgets = new Budgets(List.of(850.0, 700.0));
    assertThat(new ReductionSchedule(0.1, 1).iterationsLeft(1000, 1000, budgets, 1)).isEqualTo(4);
    assertThat(new ReductionSchedule(0.1, 1).iterationsLeft(1000, 700, budgets, 5)).isZero();
  }

  @Test
  void reductionsThatFadeTooEarlyAreAMistake() {
    ReductionSchedule fading = new ReductionSchedule(0.015, 0.98); // takes off 75% at most
    Budgets budgets = new Budgets(List.of(200.0));
    assertThatThrownBy(() -> fading.iterationsLeft(1000, 1000, budgets, 1))
        .isInstanceOf(BrokenRule.class)
        .hasMessageStartingWith("reduction is 0.015 but must be more, or the decay of 0.98:")
        .hasMessageContaining("200.0");
  }

  @Test
  void settingsOutOfRangeAreMistakes() {
    assertThatThrownBy(() -> new ReductionSchedule(0, 0.98))
        .hasMessageContaining("reduction is 0.0");
    assertThatThrownBy(() -> new ReductionSchedule(0.03, 1.1)).hasMessageContaining("decay is 1.1");
    ReductionSchedule schedule = new ReductionSchedule(0.03, 0.98);
    assertThatThrownBy(() -> SearchPlan.descent(0, 10, schedule, 1))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("samples is 0 but must be at least 1");
    assertThatThrownBy(() -> SearchPlan.descent(9, 0, schedule, 1))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("layers is 0 but must be at least 1");
  }
}
