package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrategyTest {
  private static final String ALL = "netadapt.search.SearchPlans#all";
  private static final Double[] BUDGETS = {0.55, 0.35};

  private static MemoryJournal journal(SearchPlan plan, Double... budgets) {
    MemoryJournal journal = new MemoryJournal();
    SearchPlans.run(plan, journal, budgets);
    return journal;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void noSampleExceedsItsTarget(SearchPlan plan) {
    for (Iteration iteration : journal(plan, BUDGETS).iterations) {
      assertThat(iteration.samples())
          .allSatisfy(
              sample ->
                  assertThat(sample.resource())
                      .isEqualTo(resource(sample))
                      .isLessThanOrEqualTo(iteration.stage().target()));
    }
  }

  private static double resource(Sample sample) {
    return SearchPlans.METRIC.of(SubNetwork.of(SearchPlans.NETWORK, sample.architecture()));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void samplesOfAnIterationAreDistinctAndCanonical(SearchPlan plan) {
    for (Iteration iteration : journal(plan, BUDGETS).iterations) {
      assertThat(iteration.samples()).extracting(Sample::architecture).doesNotHaveDuplicates();
      assertThat(iteration.samples())
          .extracting(Sample::architecture)
          .allMatch(one -> SubNetwork.of(SearchPlans.NETWORK, one).canonical().equals(one));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void nothingIsProposedAtABudgetThatHasAScore(SearchPlan plan) {
    MemoryJournal journal = journal(plan, BUDGETS);
    for (Iteration iteration : journal.of(plan.strategy().atBudgets())) {
      if (iteration.stage().kind() != Stage.Kind.DESCENT) {
        List<Architecture> before =
            journal.iterations.subList(0, iteration.index()).stream()
                .flatMap(earlier -> earlier.samples().stream())
                .map(Sample::architecture)
                .toList();
        assertThat(iteration.samples())
            .extracting(Sample::architecture)
            .doesNotContainAnyElementsOf(before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void everyBudgetHasALandingWithinIt(SearchPlan plan) {
    SearchResult result = SearchPlans.run(plan, Journal.none(), BUDGETS);

    assertThat(result.landings()).hasSize(BUDGETS.length);
    assertThat(result.landings())
        .allSatisfy(
            landing ->
                assertThat(landing.found().resource()).isLessThanOrEqualTo(landing.budget()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DESCENT")
  void theLandingIsTheBestNetworkOfTheWholeRunWithinItsBudget(Strategy strategy) {
    MemoryJournal journal = new MemoryJournal();
    SearchResult result = SearchPlans.run(SearchPlans.of(strategy, 1), journal, BUDGETS);
    for (Landing landing : result.landings()) {
      double best =
          journal.iterations.stream()
              .flatMap(iteration -> iteration.scored().stream())
              .filter(one -> one.resource() <= landing.budget())
              .mapToDouble(one -> one.score().value())
              .max()
              .orElseThrow();
      assertThat(landing.found().score().value()).isEqualTo(best);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatMeetsSeveralBudgetsLandsOnAll(Strategy strategy) {
    MemoryJournal journal = new MemoryJournal();
    // Steps take two filters, so that 22 filters are the most within either budget.
    SearchPlan plan = SearchPlans.of(strategy, 1);
    SearchResult result = SearchPlans.byFilters(plan, Oracles::value, journal, 23.5, 22.5, 12.0);

    assertThat(journal.met).contains(List.of(23.5, 22.5), List.of(12.0));
    assertThat(result.landings()).hasSize(3);
    assertThat(result.landings().get(0).found().resource()).isEqualTo(22);
    assertThat(result.landings().get(1).found()).isEqualTo(result.landings().get(0).found());
  }

  @Test
  void randomSamplesHaveNoParents() {
    assertThat(journal(SearchPlans.of(Strategy.RANDOM, 1), BUDGETS).proposed())
        .allMatch(sample -> sample.move() == Move.RANDOM && sample.parents().isEmpty());
  }

  @Test
  void descentShrinksTheBestNetworkBefore() {
    MemoryJournal journal = journal(SearchPlans.of(Strategy.DESCENT, 1), BUDGETS);
    for (Iteration iteration : journal.of(Stage.Kind.DESCENT)) {
      Architecture parent =
          journal.iterations.get(iteration.index() - 1).best().sample().architecture();
      assertThat(iteration.samples())
          .allMatch(sample -> sample.move() == Move.SHRINK)
          .allMatch(sample -> sample.parents().equals(List.of(parent)))
          .allMatch(sample -> sample.grown().isEmpty());
    }
  }

  @Test
  void evolutionBeginsAtRandomAndBreedsTheBestOfItsBudget() {
    MemoryJournal journal = journal(SearchPlans.of(Strategy.EVOLUTION, 1), BUDGETS);
    double budget = journal.iterations.get(1).stage().budget();

    assertThat(journal.iterations.get(1).samples()).allMatch(one -> one.move() == Move.RANDOM);
    assertThat(journal.iterations.get(2).samples())
        .extracting(Sample::move)
        .isSubsetOf(Move.MUTATION, Move.CROSSOVER);
    assertThat(journal.of(Stage.Kind.EVOLUTION))
        .filteredOn(iteration -> iteration.stage().budget() < budget)
        .first()
        .satisfies(
            iteration ->
                assertThat(iteration.samples()).allMatch(one -> one.move() == Move.RANDOM));
  }

  @ParameterizedTest
  @EnumSource(names = {"EXCHANGE", "EVOLUTION"})
  void aCrossoverHasTwoParentsAndTheOtherMovesOneOrTwo(Strategy strategy) {
    BudgetPlan.Breeding half = new BudgetPlan.Breeding(0.5, 0.1, 0.5);
    BudgetPlan severalParents = new BudgetPlan(SearchPlans.ROUNDS, 2, 3, half);
    List<Sample> bred =
        journal(SearchPlans.of(strategy, 1).with(severalParents), BUDGETS).proposed().stream()
            .filter(sample -> sample.move() != Move.RANDOM)
            .toList();

    assertThat(bred).extracting(Sample::move).contains(Move.CROSSOVER);
    assertThat(bred)
        .allSatisfy(
            sample -> {
              int least = sample.move() == Move.CROSSOVER ? 2 : 1;
              int most = sample.move() == Move.MUTATION || sample.move() == Move.SHRINK ? 1 : 2;
              assertThat(sample.parents()).hasSizeBetween(least, most);
            });
  }

  @Test
  void grownLayersAreLargerThanInTheFirstParent() {
    List<Sample> samples = journal(SearchPlans.of(Strategy.EXCHANGE, 1), BUDGETS).proposed();

    assertThat(samples).anyMatch(sample -> !sample.grown().isEmpty());
    assertThat(samples).allSatisfy(sample -> assertThat(sample.grown()).isEqualTo(larger(sample)));
  }

  private static List<String> larger(Sample sample) {
    List<LayerSize> before = sample.parents().get(0).sizes();
    List<LayerSize> now = sample.architecture().sizes();
    return SearchPlans.NETWORK.convolutions().stream()
        .map(layer -> layer.name())
        .filter(
            name -> {
              int layer = Integer.parseInt(name.substring(1)) - 1;
              return now.get(layer).filters() > before.get(layer).filters();
            })
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"RANDOM", "EVOLUTION"})
  void eachBudgetHasItsRounds(Strategy strategy) {
    MemoryJournal journal = journal(SearchPlans.of(strategy, 1), BUDGETS);

    assertThat(journal.iterations).hasSize(1 + BUDGETS.length * SearchPlans.ROUNDS);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whoWasDroppedIsNeverTheBest(SearchPlan plan) {
    Scorer dropping =
        (iteration, samples) ->
            Oracles.scorer().score(iteration, samples).stream()
                .map(score -> iteration > 0 && score.sample() % 2 == 1 ? dropped(score) : score)
                .toList();
    MemoryJournal journal = new MemoryJournal();

    SearchResult result =
        SearchPlans.search(plan, BUDGETS).run(dropping, journal, SearchListener.NONE);

    assertThat(journal.iterations).allMatch(iteration -> iteration.best().score().eligible());
    assertThat(result.landings()).allMatch(landing -> landing.found().score().eligible());
    assertThat(result.front()).allMatch(point -> point.scored().score().eligible());
  }

  /** A score of a few images, on which the network was lucky. */
  private static Score dropped(Score score) {
    return new Score(score.sample(), score.value() + 9, 0.2, 2, 2, true, 0.1, 0.1, "test");
  }
}
