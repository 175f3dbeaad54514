package netadapt.search;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import netadapt.arch.Architecture;

/**
 * Breeds networks: mutates a parent, or crosses two.
 *
 * @see <a href="https://arxiv.org/abs/1908.09791">Once-for-all</a>
 */
final class EvolutionMoves implements Moves {
  private final SearchSpace space;
  private final BudgetPlan.Breeding plan;
  private final List<Scored> parents;
  private final double budget;

  /**
   * @param parents at least one, within the budget
   * @param budget the resource no sample may exceed
   */
  EvolutionMoves(SearchSpace space, BudgetPlan.Breeding plan, List<Scored> parents, double budget) {
    this.space = space;
    this.plan = plan;
    this.parents = parents;
    this.budget = budget;
  }

  @Override
  public Optional<Sample> draw(int index, SplittableRandom random) {
    Architecture mother = parent(random);
    Draft draft = new Draft(space, mother);
    Sample child;
    if (random.nextDouble() < plan.mutationShare()) {
      draft.mutate(plan.mutationProbability(), random);
      child = draft.sample(index, Move.MUTATION);
    } else {
      Architecture father = parent(random);
      draft.cross(father, random);
      child = draft.sample(index, Move.CROSSOVER, List.of(mother, father));
    }
    return draft.fits(budget) ? Optional.of(child) : Optional.empty();
  }

  @Override
  public int patience() {
    return 1000;
  }

  private Architecture parent(SplittableRandom random) {
    return parents.get(random.nextInt(parents.size())).sample().architecture();
  }
}
