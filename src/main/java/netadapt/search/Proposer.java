package netadapt.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import netadapt.BrokenRule;
import netadapt.Seeds;
import netadapt.arch.Architecture;

/** Proposes the samples of an iteration. */
final class Proposer {
  /** Of candidates. */
  private static final int GENERATIONS = 4;

  private final SearchSpace space;
  private final SearchPlan plan;

  Proposer(SearchSpace space, SearchPlan plan) {
    this.space = space;
    this.plan = plan;
  }

  /**
   * Proposes distinct sub-networks.
   *
   * @param iteration from 1
   * @return J samples, or as many as many draws find; at a budget, none that has a score already
   * @throws BrokenRule if no draw of a descent can meet the target
   */
  List<Sample> propose(History history, Stage stage, int iteration) {
    Moves moves = moves(history, stage);
    Set<Architecture> seen = new HashSet<>();
    if (stage.kind() != Stage.Kind.DESCENT) {
      seen.addAll(history.networks());
    }
    boolean informed = plan.proposals().by() == ProposalPlan.By.EXPECTED;
    List<Sample> drawn =
        informed
            ? candidates(history, moves, seen, iteration)
            : draw(moves, seen, 0, plan.samples(), iteration);
    if (drawn.isEmpty() && stage.kind() == Stage.Kind.DESCENT) {
      throw new BrokenRule(
          "layers",
          plan.descent().layers(),
          "more, or the reduction less: in iteration %d none of %d draws of so many layers comes down to %,.0f %s"
              .formatted(iteration, moves.patience(), stage.target(), space.metric().unit()));
    }
    return informed ? chosen(history, drawn) : drawn;
  }

  private Moves moves(History history, Stage stage) {
    return switch (stage.kind()) {
      case INITIAL -> throw new IllegalArgumentException("the initial network is not drawn");
      case DESCENT ->
          new ShrinkMoves(
              space, plan.descent(), history.last().best().sample().architecture(), stage.target());
      case EXCHANGE -> exchange(history, stage);
      case RANDOM -> new RandomMoves(space, stage.budget());
      case EVOLUTION -> evolution(history, stage);
    };
  }

  /** After rounds that found nothing better, from further networks and further away. */
  private Moves exchange(History history, Stage stage) {
    int wider = 1 + history.fruitless(stage);
    List<Scored> parents = history.best(stage.budget(), plan.atBudgets().parents() * wider);
    return new ExchangeMoves(space, parents, wider, stage.budget());
  }

  private Moves evolution(History history, Stage stage) {
    List<Scored> population =
        history.iterations().stream()
            .filter(iteration -> iteration.stage().equals(stage))
            .flatMap(iteration -> iteration.scored().stream())
            .filter(one -> one.score().eligible())
            .sorted(Selector.order(history.merit()).reversed())
            .toList();
    if (population.isEmpty()) {
      return new RandomMoves(space, stage.budget());
    }
    BudgetPlan.Breeding breeding = plan.atBudgets().breeding();
    int parents = Math.max(2, (int) Math.ceil(breeding.parentShare() * plan.samples()));
    return new EvolutionMoves(
        space,
        breeding,
        population.subList(0, Math.min(parents, population.size())),
        stage.budget());
  }

  /**
   * Draws more samples than are scored, in generations: each goes on from those of all before that
   * promise most.
   */
  private List<Sample> candidates(
      History history, Moves first, Set<Architecture> seen, int iteration) {
    int count = Math.multiplyExact(plan.samples(), plan.proposals().candidates());
    List<Sample> drawn = new ArrayList<>();
    Moves moves = first;
    for (int generation = 1; generation <= GENERATIONS; generation++) {
      int until = Math.max(1, count * generation / GENERATIONS);
      drawn.addAll(draw(moves, seen, drawn.size(), until, iteration));
      if (drawn.isEmpty()) {
        break;
      }
      moves = first.from(mostPromising(history, drawn, plan.atBudgets().parents()));
    }
    return drawn;
  }

  /** Draws the samples from one index to another, as far as there are any. */
  private List<Sample> draw(Moves moves, Set<Architecture> seen, int from, int to, int iteration) {
    List<Sample> drawn = new ArrayList<>();
    while (from + drawn.size() < to) {
      Optional<Sample> next = unseen(moves, seen, from + drawn.size(), iteration);
      if (next.isEmpty()) {
        break;
      }
      drawn.add(next.get());
      seen.add(next.get().architecture());
    }
    return drawn;
  }

  /** Draws until a sample is new; empty if none of many is. */
  private Optional<Sample> unseen(Moves moves, Set<Architecture> seen, int index, int iteration) {
    int redraw = 0;
    do {
      for (int left = moves.patience(); left > 0; left--) {
        SplittableRandom random = Seeds.random(plan.seed(), "sample", iteration, index, redraw++);
        Optional<Sample> sample = moves.draw(index, random);
        if (sample.isPresent() && !seen.contains(sample.get().architecture())) {
          return sample;
        }
      }
    } while (moves.widen());
    return Optional.empty();
  }

  /** The first of those drawn, and of the others those with the highest expected scores. */
  private List<Sample> chosen(History history, List<Sample> drawn) {
    int count = Math.min(plan.samples(), drawn.size());
    int first = (int) Math.round(plan.proposals().randomShare() * count);
    List<Sample> chosen = new ArrayList<>(drawn.subList(0, first));
    chosen.addAll(mostPromising(history, drawn.subList(first, drawn.size()), count - first));
    List<Sample> placed = new ArrayList<>();
    for (Sample sample : chosen) {
      placed.add(sample.at(placed.size()));
    }
    return placed;
  }

  /** Those with the highest expected scores, the highest first. */
  private static List<Sample> mostPromising(History history, List<Sample> drawn, int count) {
    Map<Sample, Double> expected = new IdentityHashMap<>();
    drawn.forEach(sample -> expected.put(sample, history.predicted(sample.architecture())));
    return drawn.stream()
        .sorted(Comparator.comparingDouble((Sample sample) -> -expected.get(sample)))
        .limit(count)
        .toList();
  }
}
