package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import netadapt.BadInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResumedSearchTest {
  private static final String ALL = "netadapt.search.SearchPlans#all";
  private static final Double[] BUDGETS = {0.55, 0.35};

  private static MemoryJournal journal(SearchPlan plan, Double... budgets) {
    MemoryJournal journal = new MemoryJournal();
    SearchPlans.run(plan, journal, budgets);
    return journal;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theSameSeedTakesTheSamePath(SearchPlan plan) {
    assertThat(journal(plan, BUDGETS).untimed()).isEqualTo(journal(plan, BUDGETS).untimed());
  }

  @ParameterizedTest
  @EnumSource
  void anotherSeedTakesAnotherPath(Strategy strategy) {
    assertThat(journal(SearchPlans.of(strategy, 2), BUDGETS).untimed())
        .isNotEqualTo(journal(SearchPlans.of(strategy, 1), BUDGETS).untimed());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theOrderInWhichScoresArriveDoesNotMatter(SearchPlan plan) {
    Scorer scorer = Oracles.scorer(Oracles::value, 0.3, 5);
    Scorer shuffled =
        (iteration, samples) -> {
          List<Score> scores = new ArrayList<>(scorer.score(iteration, samples));
          Collections.shuffle(scores, new Random(iteration));
          return scores;
        };
    MemoryJournal journal = new MemoryJournal();

    SearchPlans.search(plan, BUDGETS).run(shuffled, journal, SearchListener.NONE);

    assertThat(journal.untimed()).isEqualTo(journal(plan, BUDGETS).untimed());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aKilledSearchGoesOnAlongTheSamePath(SearchPlan plan) {
    MemoryJournal whole = new MemoryJournal();
    SearchResult expected = SearchPlans.run(plan, whole, BUDGETS);
    for (int k = 0; k < whole.iterations.size(); k++) {
      for (boolean before : new boolean[] {true, false}) {
        MemoryJournal killed = new MemoryJournal();
        killed.diesBefore = before ? k : -1;
        killed.diesAfter = before ? -1 : k;
        assertThatThrownBy(() -> SearchPlans.run(plan, killed, BUDGETS)).hasMessage("killed");
        assertThat(killed.iterations).hasSize(before ? k : k + 1);
        killed.diesBefore = -1;
        killed.diesAfter = -1;

        SearchResult result = SearchPlans.run(plan, killed, BUDGETS);

        assertThat(killed.untimed()).isEqualTo(whole.untimed());
        assertThat(killed.met).isEqualTo(whole.met);
        assertThat(result.landings()).isEqualTo(expected.landings());
        assertThat(result.front()).isEqualTo(expected.front());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aLowerBudgetGivenLaterGoesOnFromWhereTheSearchEnded(SearchPlan plan) {
    MemoryJournal extended = journal(plan, 0.55);
    assertThat(extended.iterations).isNotEmpty();

    SearchPlans.run(plan, extended, BUDGETS);

    assertThat(extended.untimed()).isEqualTo(journal(plan, BUDGETS).untimed());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aFinishedSearchScoresNothingMore(SearchPlan plan) {
    MemoryJournal journal = journal(plan, BUDGETS);
    Scorer none = (iteration, samples) -> Collections.emptyList();

    SearchResult result = SearchPlans.search(plan, BUDGETS).run(none, journal, SearchListener.NONE);

    assertThat(result.last()).isEqualTo(journal.iterations.get(journal.iterations.size() - 1));
  }

  @ParameterizedTest
  @EnumSource
  void aJournalOfAnotherStrategyIsRefused(Strategy written) {
    for (Strategy other : Strategy.values()) {
      if (other != written) {
        assertRefused(
            SearchPlans.of(other, 1), journal(SearchPlans.of(written, 1), BUDGETS), BUDGETS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJournalOfAnotherSeedIsRefused(Strategy strategy) {
    assertRefused(
        SearchPlans.of(strategy, 2), journal(SearchPlans.of(strategy, 1), BUDGETS), BUDGETS);
  }

  @ParameterizedTest
  @EnumSource
  void aJournalOfOtherBudgetsIsRefused(Strategy strategy) {
    SearchPlan plan = SearchPlans.of(strategy, 1);

    assertRefused(plan, journal(plan, BUDGETS), 0.7, 0.55, 0.35);
    assertRefused(plan, journal(plan, BUDGETS), 0.5, 0.35);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DESCENT")
  void aJournalOfFewerRoundsAtAnEarlierBudgetIsRefused(Strategy strategy) {
    SearchPlan plan = SearchPlans.of(strategy, 1);

    assertRefused(plan.with(rounds(2)), journal(plan.with(rounds(1)), BUDGETS), BUDGETS);
  }

  /** So many at each budget, fruitless or not. */
  private static BudgetPlan rounds(int rounds) {
    return new BudgetPlan(rounds, 9, 3, BudgetPlan.Breeding.ONCE_FOR_ALL);
  }

  @ParameterizedTest
  @EnumSource
  void aJournalWhoseLastWinnerWasChosenOtherwiseIsRefused(Strategy strategy) {
    SearchPlan plan = SearchPlans.of(strategy, 1);
    MemoryJournal journal = journal(plan, BUDGETS);
    Iteration last = journal.iterations.remove(journal.iterations.size() - 1);
    Scored other =
        last.scored().stream()
            .filter(one -> !one.sample().architecture().equals(last.best().sample().architecture()))
            .findFirst()
            .orElseThrow();
    journal.iterations.add(
        new Iteration(
            last.index(),
            last.stage(),
            last.samples(),
            last.scores(),
            last.predicted(),
            last.expected(),
            other,
            last.bestExpected(),
            last.seconds()));

    assertRefused(plan, journal, BUDGETS);
  }

  private static void assertRefused(SearchPlan plan, MemoryJournal journal, Double... budgets) {
    assertThatThrownBy(() -> SearchPlans.run(plan, journal, budgets))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("not searched with this configuration");
  }
}
