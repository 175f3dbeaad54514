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
  private final List<Scored> parents;
  private final int steps;
  private final double budget;

  /**
   * @param parents at least one, within the budget
   * @param steps as many layers and one more grow at most
   * @param budget the resource no sample may exceed
   */
  ExchangeMoves(SearchSpace space, List<Scored> parents, int steps, double budget) {
    this.space = space;
    this.parents = parents;
    this.steps = steps;
    this.budget = budget;
  }

  @Override
  public Optional<Sample> draw(int index, SplittableRandom random) {
    Architecture parent = parent(random);
    Draft draft = new Draft(space, parent);
    List<Architecture> from = List.of(parent);
    Move move = Move.EXCHANGE;
    if (parents.size() > 1 && random.nextBoolean()) {
      Architecture other = parent(random);
      draft.cross(other, random);
      from = List.of(parent, other);
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
    draft.undoNeedless(budget, random);
    if (random.nextBoolean()) {
      draft.fill(budget, random);
    }
    return Optional.of(draft.sample(index, move, from));
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

  private Architecture parent(SplittableRandom random) {
    return parents.get(random.nextInt(parents.size())).sample().architecture();
  }
}
