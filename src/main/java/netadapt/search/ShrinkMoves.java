package netadapt.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;

/**
 * Multi-layer coordinate descent: draws layers and shrinks them just enough to meet a target.
 *
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 2.4</a>
 */
final class ShrinkMoves implements Moves {
  private final SearchSpace space;
  private final DescentPlan plan;
  private final Architecture parent;
  private final double target;
  private final int layers;
  private final List<Integer> shrinkable;

  /**
   * @param parent the previous best, canonical
   * @param target the resource no sample may exceed
   */
  ShrinkMoves(SearchSpace space, DescentPlan plan, Architecture parent, double target) {
    this.space = space;
    this.plan = plan;
    this.parent = parent;
    this.target = target;
    this.shrinkable = new Draft(space, parent).shrinkable();
    // What breaks a limit is brought within it at once, by as many layers as that takes.
    boolean withinLimits = space.fits(space.subNetwork(parent.sizes()), Double.POSITIVE_INFINITY);
    this.layers = withinLimits ? plan.layers() : shrinkable.size();
  }

  @Override
  public Optional<Sample> draw(int index, SplittableRandom random) {
    List<Integer> drawn = SearchSpace.distinct(shrinkable, layers, random);
    if (!reachable(drawn)) {
      return Optional.empty();
    }
    Draft draft = new Draft(space, parent);
    if (!plan.undoNeedless()) {
      drawn.stream().filter(draft::canShrink).forEach(layer -> draft.shrink(layer, random));
    }
    draft.shrinkTo(target, drawn, random);
    if (plan.undoNeedless()) {
      draft.undoNeedless(target, random);
    }
    return Optional.of(draft.sample(index, Move.SHRINK));
  }

  /** Enough for single-layer descent to find every layer: it misses one in e^20 of them. */
  @Override
  public int patience() {
    return 100 + 20 * shrinkable.size();
  }

  /** Whether the target is met with these layers at their smallest: where shrinking would end. */
  private boolean reachable(List<Integer> drawn) {
    List<LayerSize> sizes = new ArrayList<>(parent.sizes());
    drawn.forEach(layer -> sizes.set(layer, space.smallest(layer)));
    return space.fits(space.subNetwork(sizes), target);
  }
}
