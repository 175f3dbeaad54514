package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import netadapt.BadInput;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.cost.Resource;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final SuperNetwork CHAIN = Oracles.chain();
  private static final SuperNetwork TINY = PaperNetworks.tiny();
  private static final SuperNetwork V3 = PaperNetworks.mobileNetV3Latency();

  private static SearchPlan settings(int samples, int layers, double reduction, long seed) {
    return SearchPlan.descent(samples, layers, new ReductionSchedule(reduction, 0.98), seed);
  }

  private static Search v3(long seed, Double... budgets) {
    Resource macs = new MacCount();
    return new Search(
        V3, macs, Budgets.of(List.of(budgets), V3, macs), settings(10, 10, 0.1, seed));
  }

  private static SearchResult run(
      SuperNetwork network, Resource metric, SearchPlan settings, Double... budgets) {
    return new Search(network, metric, Budgets.of(List.of(budgets), network, metric), settings)
        .run(Oracles.scorer(), Journal.none(), SearchListener.NONE);
  }

  @Test
  void singleLayerDescentReachesTheOptimumOfASeparableScore() {
    // Steps of equal cost and a concave sum: taking the cheapest step each time is optimal.
    SearchResult result = run(CHAIN, Oracles.filters(), settings(50, 1, 0.05, 1), 24.0, 18.0, 12.0);
    assertThat(result.landings()).hasSize(3);
    for (Landing landing : result.landings()) {
      assertThat(landing.found().resource()).isEqualTo(landing.budget());
      assertThat(landing.found().score().value())
          .isCloseTo(Oracles.optimum(CHAIN, Oracles.filters(), landing.budget()), within(1e-9));
    }
  }

  @Test
  void oneLargeStepFindsTheBestOfAllSubNetworks() {
    Resource macs = new MacCount();
    double budget = 0.55 * macs.of(SubNetwork.full(TINY));
    SearchResult result = run(TINY, macs, settings(1000, 3, 0.9, 1), budget);
    assertThat(result.last().index()).isEqualTo(1);
    assertThat(result.last().best().score().value())
        .isCloseTo(Oracles.optimum(TINY, macs, budget), within(1e-9));
  }

  @Test
  void oneSearchLandsOnEveryBudgetInTurn() {
    MemoryJournal journal = new MemoryJournal();
    SearchResult result =
        v3(1, 0.3, 3.5e8, 0.5).run(Oracles.scorer(), journal, SearchListener.NONE);
    double initial = 503_915_520.0;
    assertThat(result.landings().stream().map(Landing::budget))
        .containsExactly(3.5e8, 0.5 * initial, 0.3 * initial);
    for (Landing landing : result.landings()) {
      Iteration found = journal.iterations.get(landing.found().iteration());
      assertThat(found.stage().target()).isEqualTo(landing.budget());
      assertThat(found.best()).isEqualTo(landing.found());
      assertThat(landing.found().resource()).isLessThanOrEqualTo(landing.budget());
    }
    assertThat(result.last()).isEqualTo(journal.iterations.get(journal.iterations.size() - 1));
  }

  @Test
  void noSampleFallsBelowItsTargetByMoreThanItsCheapestStep() {
    MemoryJournal journal = new MemoryJournal();
    v3(1, 0.5).run(Oracles.scorer(), journal, SearchListener.NONE);
    MacCount macs = new MacCount();
    for (Iteration iteration : journal.iterations.subList(1, journal.iterations.size())) {
      for (Sample sample : iteration.samples()) {
        double cheapest =
            Oracles.stepsUndone(V3, sample.parents().get(0), sample).stream()
                .mapToDouble(undone -> macs.of(SubNetwork.of(V3, undone)) - sample.resource())
                .min()
                .orElseThrow();
        assertThat(iteration.stage().target() - sample.resource()).isLessThan(cheapest);
      }
    }
  }

  @Test
  void theFirstIterationIsTheInitialNetworkAndTheSecondTakesOffTheWholeReduction() {
    MemoryJournal journal = new MemoryJournal();
    v3(1, 0.5).run(Oracles.scorer(), journal, SearchListener.NONE);
    Iteration first = journal.iterations.get(0);
    assertThat(first.best().sample().architecture()).isEqualTo(V3.full());
    assertThat(first.best().resource()).isEqualTo(503_915_520.0).isEqualTo(first.stage().target());
    assertThat(journal.iterations.get(1).stage().target()).isEqualTo(503_915_520.0 - 50_391_552.0);
  }

  @Test
  void theSameSeedTakesTheSamePathAndAnotherSeedAnother() {
    MemoryJournal one = new MemoryJournal();
    MemoryJournal same = new MemoryJournal();
    MemoryJournal other = new MemoryJournal();
    v3(1, 0.7).run(Oracles.scorer(), one, SearchListener.NONE);
    v3(1, 0.7).run(Oracles.scorer(), same, SearchListener.NONE);
    v3(2, 0.7).run(Oracles.scorer(), other, SearchListener.NONE);
    assertThat(same.untimed()).isEqualTo(one.untimed());
    assertThat(other.untimed()).isNotEqualTo(one.untimed());
  }

  @Test
  void aKilledSearchGoesOnAlongTheSamePath() {
    MemoryJournal whole = new MemoryJournal();
    SearchResult expected = v3(1, 0.8, 0.6).run(Oracles.scorer(), whole, SearchListener.NONE);
    for (int k = 0; k < whole.iterations.size(); k++) {
      for (boolean before : new boolean[] {true, false}) {
        MemoryJournal killed = new MemoryJournal();
        killed.diesBefore = before ? k : -1;
        killed.diesAfter = before ? -1 : k;
        assertThatThrownBy(() -> v3(1, 0.8, 0.6).run(Oracles.scorer(), killed, SearchListener.NONE))
            .hasMessage("killed");
        assertThat(killed.iterations).hasSize(before ? k : k + 1);
        killed.diesBefore = -1;
        killed.diesAfter = -1;
        SearchResult result = v3(1, 0.8, 0.6).run(Oracles.scorer(), killed, SearchListener.NONE);
        assertThat(killed.untimed()).isEqualTo(whole.untimed());
        assertThat(result.landings()).isEqualTo(expected.landings());
      }
    }
  }

  @Test
  void aLowerBudgetGivenLaterGoesOnFromWhereTheSearchEnded() {
    MemoryJournal whole = new MemoryJournal();
    v3(1, 0.8, 0.6).run(Oracles.scorer(), whole, SearchListener.NONE);
    MemoryJournal extended = new MemoryJournal();
    v3(1, 0.8).run(Oracles.scorer(), extended, SearchListener.NONE);
    v3(1, 0.8, 0.6).run(Oracles.scorer(), extended, SearchListener.NONE);
    assertThat(extended.untimed()).isEqualTo(whole.untimed());
  }

  @Test
  void aJournalOfAnotherSearchIsRefused() {
    MemoryJournal journal = new MemoryJournal();
    v3(1, 0.8).run(Oracles.scorer(), journal, SearchListener.NONE);
    assertThatThrownBy(() -> v3(2, 0.8, 0.6).run(Oracles.scorer(), journal, SearchListener.NONE))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("not searched with this configuration");
    assertThatThrownBy(() -> v3(1, 0.85, 0.8).run(Oracles.scorer(), journal, SearchListener.NONE))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("start in a new run directory");
  }

  @Test
  void failedSamplesNeverWin() {
    MemoryJournal journal = new MemoryJournal();
    Scorer mostlyFailing =
        (iteration, samples) ->
            iteration == 0
                ? Oracles.scorer().score(0, samples)
                : List.of(
                    Score.failed(0, 1, "test"),
                    new Score(1, Double.POSITIVE_INFINITY, 0, 0, 0, false, 1, 1, "test"),
                    new Score(7, 0.1, 0, 1, 10, false, 1, 1, "test"));
    v3(1, 0.8).run(mostlyFailing, journal, SearchListener.NONE);
    assertThat(journal.iterations.size()).isGreaterThan(2);
    for (Iteration iteration : journal.iterations.subList(1, journal.iterations.size())) {
      assertThat(iteration.best().sample().index()).isEqualTo(7);
      assertThat(iteration.scores().stream().filter(Score::failed)).hasSize(9);
    }
  }

  @Test
  void anIterationWithoutAnyScoreIsAnError() {
    Scorer failing =
        (iteration, samples) -> iteration == 2 ? List.of() : Oracles.scorer().score(2, samples);
    assertThatThrownBy(() -> v3(1, 0.5).run(failing, Journal.none(), SearchListener.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("none of the 10 samples of iteration 2 could be scored");
  }

  @Test
  void listenersHearOfEveryIterationAndTheTimeLeft() {
    List<Integer> left = new ArrayList<>();
    List<Landing> landed = new ArrayList<>();
    MemoryJournal journal = new MemoryJournal();
    SearchResult result =
        v3(1, 0.8, 0.6)
            .run(
                Oracles.scorer(),
                journal,
                new SearchListener() {
                  @Override
                  public void iterationDone(Iteration done, List<Landing> landings, int expected) {
                    left.add(expected);
                    landed.addAll(landings);
                  }
                });
    assertThat(left).hasSameSizeAs(journal.iterations).isSortedAccordingTo((a, b) -> b - a);
    assertThat(left.get(left.size() - 1)).isZero();
    assertThat(left.get(0)).isGreaterThanOrEqualTo(journal.iterations.size() - 1);
    assertThat(landed).isEqualTo(result.landings());
  }
}
