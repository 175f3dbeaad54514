package netadapt.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import netadapt.arch.Architecture;

/**
 * Exchanges between layers: some grow by a step, and others shrink until the budget is met again.
 * What shrinking alone has taken off too early comes back so. Half of the exchanges begin with a
 * crossover of two parents, and half of those end with it.
 */
final class ExchangeMoves implements Moves {
  private final SearchSpace space;
  private final List<Start> starts;
  private final int steps;
  private final double budget;

  /**
   * What an exchange begins with.
   *
   * @param network canonical, within the budget
   * @param parents that have a score: the network itself, or what it was made from
   */
  private record Start(Architecture network, List<Architecture> parents) {}

  /**
   * @param parents at least one, within the budget
   * @param steps as many layers and one more grow at most
   * @param budget the resource no sample may exceed
   */
  ExchangeMoves(SearchSpace space, List<Scored> parents, int steps, double budget) {
    this(space, steps, budget, parents.stream().map(ExchangeMoves::start).toList());
  }

  private ExchangeMoves(SearchSpace space, int steps, double budget, List<Start> starts) {
    this.space = space;
    this.starts = starts;
    this.steps = steps;
    this.budget = budget;
  }

  private static Start start(Scored parent) {
    Architecture network = parent.sample().architecture();
    return new Start(network, List.of(network));
  }

  /** Exchanges that go on from samples that were drawn before. */
  @Override
  public Moves from(List<Sample> drawn) {
    List<Start> further =
        drawn.stream().map(sample -> new Start(sample.architecture(), sample.parents())).toList();
    return new ExchangeMoves(space, steps, budget, further);
  }

  @Override
  public Optional<Sample> draw(int index, SplittableRandom random) {
    Start start = start(random);
    Draft draft = new Draft(space, start.parents().get(0), start.network());
    List<Architecture> parents = start.parents();
    Move move = Move.EXCHANGE;
    if (starts.size() > 1 && random.nextBoolean()) {
      Start other = start(random);
      draft.cross(other.network(), random);
      parents = List.of(parents.get(0), other.parents().get(0));
      move = random.nextBoolean() ? Move.CROSSOVER : Move.EXCHANGE;
    }
    List<Integer> grown =
        move == Move.CROSSOVER
            ? List.of()
            : SearchSpace.distinct(draft.growable(), 1 + random.nextInt(1 + steps), random);
    grown.forEach(layer -> draft.grow(layer, random));
    if (!meetBudget(draft, grown, random)) {
      return Optional.empty();
    }
    if (random.nextBoolean()) { // the best network need not be the largest one around
      draft.undoNeedless(budget, random);
      if (random.nextBoolean()) {
        draft.fill(budget, random);
      }
    }
    return Optional.of(draft.sample(index, move, parents));
  }

  @Override
  public int patience() {
    return 100;
  }

  /** Shrinks a few layers, or if that is not enough any, but those that grew. */
  private boolean meetBudget(Draft draft, List<Integer> grown, SplittableRandom random) {
    List<Integer> others = new ArrayList<>(draft.shrinkable());
    others.removeAll(grown);
    List<Integer> few = SearchSpace.distinct(others, 1 + random.nextInt(2 + steps), random);
    return draft.shrinkTo(budget, few, random) || draft.shrinkTo(budget, others, random);
  }

  private Start start(SplittableRandom random) {
    return starts.get(random.nextInt(starts.size()));
  }
}
