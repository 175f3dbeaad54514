package netadapt.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;

/** A sample in the making: changed step by step until it is small enough, then tidied up. */
final class Draft {
  private final SearchSpace space;
  private final Architecture parent;
  private final List<LayerSize> sizes;
  private Optional<SubNetwork> network = Optional.empty();
  private Optional<List<LayerSize>> effective = Optional.empty();

  /** One step of a layer: of its width or its kernel. */
  private record Step(int layer, boolean width) {}

  /**
   * @param parent canonical
   */
  Draft(SearchSpace space, Architecture parent) {
    this(space, parent, parent);
  }

  /**
   * @param parent canonical
   * @param start what its descendant is like so far
   */
  Draft(SearchSpace space, Architecture parent, Architecture start) {
    this.space = space;
    this.parent = parent;
    this.sizes = new ArrayList<>(start.sizes());
  }

  boolean fits(double target) {
    return space.fits(network(), target);
  }

  boolean canShrink(int layer) {
    return space.canShrink(layer, effective(layer));
  }

  boolean canGrow(int layer) {
    return space.canGrow(layer, sizes.get(layer));
  }

  /** The layers that can shrink. */
  List<Integer> shrinkable() {
    return layers().filter(this::canShrink).boxed().toList();
  }

  /** The layers that can grow. */
  List<Integer> growable() {
    return layers().filter(this::canGrow).boxed().toList();
  }

  /**
   * Takes a layer one step down, in width or in kernel at random where both are possible. A width
   * goes below what the layer makes use of: filters without an input channel do not count.
   */
  void shrink(int layer, SplittableRandom random) {
    LayerSize now = effective(layer);
    set(layer, stepped(layer, space.narrower(layer, now), space.smallerKernel(layer, now), random));
  }

  /** Takes a layer one step up, in width or in kernel at random where both are possible. */
  void grow(int layer, SplittableRandom random) {
    set(layer, larger(layer, random));
  }

  private LayerSize larger(int layer, SplittableRandom random) {
    LayerSize now = sizes.get(layer);
    return stepped(layer, space.wider(layer, now), space.largerKernel(layer, now), random);
  }

  private LayerSize stepped(
      int layer, OptionalInt width, OptionalInt kernel, SplittableRandom random) {
    LayerSize now = sizes.get(layer);
    boolean ofWidth = kernel.isEmpty() || (width.isPresent() && random.nextBoolean());
    return ofWidth
        ? new LayerSize(width.orElseThrow(), now.kernel())
        : new LayerSize(now.filters(), kernel.orElseThrow());
  }

  /** Gives a layer another size. */
  private void set(int layer, LayerSize size) {
    sizes.set(layer, size);
    network = Optional.empty();
    effective = Optional.empty();
  }

  /** Gives a layer another size unless the target is missed then. */
  private boolean fitted(int layer, LayerSize size, double target) {
    LayerSize before = sizes.get(layer);
    Optional<SubNetwork> networkBefore = network;
    Optional<List<LayerSize>> effectiveBefore = effective;
    set(layer, size);
    if (fits(target)) {
      return true;
    }
    sizes.set(layer, before);
    network = networkBefore;
    effective = effectiveBefore;
    return false;
  }

  /** Gives every layer the size that it has in its parent or in another one, either as likely. */
  void cross(Architecture other, SplittableRandom random) {
    for (int layer = 0; layer < sizes.size(); layer++) {
      if (random.nextBoolean()) {
        set(layer, other.sizes().get(layer));
      }
    }
  }

  /** Gives every layer, with a probability of its own, one of the sizes that it may have. */
  void mutate(double probability, SplittableRandom random) {
    for (int layer = 0; layer < sizes.size(); layer++) {
      if (random.nextDouble() < probability) {
        set(layer, space.random(layer, random));
      }
    }
  }

  /** Shrinks some layers at random until the target is met; false if it cannot be met by them. */
  boolean shrinkTo(double target, List<Integer> layers, SplittableRandom random) {
    while (!fits(target)) {
      List<Integer> left = layers.stream().filter(this::canShrink).toList();
      if (left.isEmpty()) {
        return false;
      }
      shrink(left.get(random.nextInt(left.size())), random);
    }
    return true;
  }

  /** Undoes, in random order, every step down without which the target is met too. */
  void undoNeedless(double target, SplittableRandom random) {
    boolean undone;
    do { // until none can be; a metric need not be monotone
      undone = false;
      List<Step> steps = lastStepsDown();
      for (Step step : SearchSpace.distinct(steps, steps.size(), random)) {
        undone |= undo(step, target);
      }
    } while (undone);
  }

  /** Grows layers by a step each, in random order, where the target is met all the same. */
  void fill(double target, SplittableRandom random) {
    List<Integer> layers = growable();
    for (int layer : SearchSpace.distinct(layers, layers.size(), random)) {
      fitted(layer, larger(layer, random), target);
    }
  }

  /** What it has come to. */
  Sample sample(int index, Move move) {
    return sample(index, move, List.of(parent));
  }

  /** What it has come to, made from given parents. */
  Sample sample(int index, Move move, List<Architecture> parents) {
    Architecture canonical = network().canonical();
    List<String> shrunk =
        lastStepsDown().stream().map(Step::layer).distinct().map(space.names()::get).toList();
    List<String> grown =
        layers().filter(layer -> larger(canonical, layer)).mapToObj(space.names()::get).toList();
    return new Sample(index, canonical, move, parents, shrunk, grown, space.metric().of(network()));
  }

  private boolean larger(Architecture canonical, int layer) {
    LayerSize now = canonical.sizes().get(layer);
    LayerSize before = parent.sizes().get(layer);
    return now.filters() > before.filters() || now.kernel() > before.kernel();
  }

  private IntStream layers() {
    return IntStream.range(0, sizes.size());
  }

  /** The last width step and the last kernel step of every layer that is below its parent's. */
  private List<Step> lastStepsDown() {
    List<Step> steps = new ArrayList<>();
    for (int layer : layers().toArray()) {
      if (sizes.get(layer).filters() < parent.sizes().get(layer).filters()) {
        steps.add(new Step(layer, true));
      }
      if (sizes.get(layer).kernel() < parent.sizes().get(layer).kernel()) {
        steps.add(new Step(layer, false));
      }
    }
    return steps;
  }

  /** Takes a layer one step up again, unless the target is missed then. */
  private boolean undo(Step step, double target) {
    LayerSize limit = parent.sizes().get(step.layer());
    LayerSize now = sizes.get(step.layer());
    return fitted(step.layer(), space.larger(step.layer(), step.width(), now, limit), target);
  }

  private SubNetwork network() {
    if (network.isEmpty()) {
      network = Optional.of(space.subNetwork(sizes));
    }
    return network.get();
  }

  /** What a layer makes use of: filters without an input channel do not count. */
  private LayerSize effective(int layer) {
    if (effective.isEmpty()) {
      effective = Optional.of(network().canonical().sizes());
    }
    return effective.get().get(layer);
  }
}
