package netadapt.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import netadapt.BrokenRule;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * Multi-layer coordinate descent: draws layers and shrinks them just enough to meet a target.
 *
 * @see <a href="https://arxiv.org/abs/2104.00031">NetAdaptV2, section 2.4</a>
 */
public final class Proposer {
  private final SearchSpace space;
  private final int samples;
  private final int layers;
  private final long seed;

  /**
   * @param network the initial network
   * @param metric guides the search
   * @param samples J, per iteration, at least 1
   * @param layers L, per sample, at least 1
   * @param seed the only source of chance
   */
  public Proposer(SuperNetwork network, Resource metric, int samples, int layers, long seed) {
    this.space = SearchSpace.of(network, metric);
    this.samples = samples;
    this.layers = layers;
    this.seed = seed;
  }

  /**
   * Proposes distinct sub-networks that meet a target, none of which would with a step undone.
   *
   * @param parent the previous best, canonical, above the target
   * @param target the resource no sample may exceed
   * @param iteration from 1
   * @return J samples, or as many as many draws find
   * @throws BrokenRule if no draw of L layers can meet the target
   */
  public List<Sample> propose(Architecture parent, double target, int iteration) {
    List<Integer> shrinkable =
        IntStream.range(0, space.names().size())
            .filter(layer -> space.canShrink(layer, parent.sizes().get(layer)))
            .boxed()
            .toList();
    Set<Architecture> seen = new HashSet<>();
    List<Sample> proposed = new ArrayList<>();
    while (proposed.size() < samples) {
      Optional<Sample> next = draw(parent, shrinkable, target, iteration, proposed.size(), seen);
      if (next.isEmpty()) {
        break;
      }
      proposed.add(next.get());
      seen.add(next.get().architecture());
    }
    if (proposed.isEmpty()) {
      throw new BrokenRule(
          "layers",
          layers,
          "more, or the reduction less: in iteration %d none of %d draws of so many layers comes down to %s %s"
              .formatted(iteration, draws(shrinkable), target, space.metric().unit()));
    }
    return proposed;
  }

  /** Draws until a sample meets the target and is new; empty if none of many does. */
  private Optional<Sample> draw(
      Architecture parent,
      List<Integer> shrinkable,
      double target,
      int iteration,
      int index,
      Set<Architecture> seen) {
    for (int redraw = 0; redraw < draws(shrinkable); redraw++) {
      SplittableRandom random = Seeds.random(seed, "sample", iteration, index, redraw);
      List<Integer> drawn = SearchSpace.distinct(shrinkable, layers, random);
      if (reachable(parent, drawn, target)) {
        Sample sample = shrink(parent, drawn, target, random).sample(index);
        if (!seen.contains(sample.architecture())) {
          return Optional.of(sample);
        }
      }
    }
    return Optional.empty();
  }

  private Draft shrink(
      Architecture parent, List<Integer> drawn, double target, SplittableRandom random) {
    Draft draft = new Draft(space, parent);
    while (draft.resource() > target) {
      List<Integer> left = drawn.stream().filter(draft::canShrink).toList();
      draft.shrink(left.get(random.nextInt(left.size())), random);
    }
    draft.undoNeedless(target, random);
    return draft;
  }

  /** Whether the target is met with these layers at their smallest: where shrinking would end. */
  private boolean reachable(Architecture parent, List<Integer> drawn, double target) {
    List<LayerSize> sizes = new ArrayList<>(parent.sizes());
    drawn.forEach(layer -> sizes.set(layer, space.smallest(layer)));
    return space.metric().of(space.subNetwork(sizes)) <= target;
  }

  /** Enough for single-layer descent to find every layer: it misses one in e^20 of them. */
  private static int draws(List<Integer> shrinkable) {
    return 100 + 20 * shrinkable.size();
  }
}
