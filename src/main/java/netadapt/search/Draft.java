package netadapt.search;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;

/** A sample in the making: shrunk step by step until it is small enough, then tidied up. */
final class Draft {
  private final SearchSpace space;
  private final List<LayerSize> parent;
  private final List<LayerSize> sizes;
  private SubNetwork network;
  private List<LayerSize> effective;
  private double resource;

  /** One step less of a layer, to be undone: a width or a kernel. */
  private record Step(int layer, boolean width) {}

  Draft(SearchSpace space, Architecture parent) {
    this.space = space;
    this.parent = parent.sizes();
    this.sizes = new ArrayList<>(parent.sizes());
    measure();
  }

  double resource() {
    return resource;
  }

  boolean canShrink(int layer) {
    return space.canShrink(layer, effective.get(layer));
  }

  /**
   * Takes a layer one step down, in width or in kernel at random where both are possible. A width
   * goes below what the layer makes use of: filters without an input channel do not count.
   */
  void shrink(int layer, SplittableRandom random) {
    LayerSize now = sizes.get(layer);
    OptionalInt width = space.narrower(layer, effective.get(layer));
    OptionalInt kernel = space.smallerKernel(layer, effective.get(layer));
    boolean narrow = kernel.isEmpty() || (width.isPresent() && random.nextBoolean());
    sizes.set(
        layer,
        narrow
            ? new LayerSize(width.orElseThrow(), now.kernel())
            : new LayerSize(now.filters(), kernel.orElseThrow()));
    measure();
  }

  /** Undoes, in random order, every step without which the target is met too. */
  void undoNeedless(double target, SplittableRandom random) {
    boolean undone;
    do { // until none can be; a metric need not be monotone
      undone = false;
      List<Step> steps = lastSteps();
      for (Step step : SearchSpace.distinct(steps, steps.size(), random)) {
        undone |= undo(step, target);
      }
    } while (undone);
    measure();
  }

  Sample sample(int index) {
    List<String> shrunk =
        lastSteps().stream().map(Step::layer).distinct().map(space.names()::get).toList();
    return new Sample(index, network.canonical(), shrunk, resource);
  }

  /** The last width step and the last kernel step of every layer that has any. */
  private List<Step> lastSteps() {
    List<Step> steps = new ArrayList<>();
    for (int layer : IntStream.range(0, sizes.size()).toArray()) {
      if (sizes.get(layer).filters() < parent.get(layer).filters()) {
        steps.add(new Step(layer, true));
      }
      if (sizes.get(layer).kernel() < parent.get(layer).kernel()) {
        steps.add(new Step(layer, false));
      }
    }
    return steps;
  }

  /** Takes a layer one step up again, unless the target is missed then. */
  private boolean undo(Step step, double target) {
    LayerSize now = sizes.get(step.layer());
    sizes.set(
        step.layer(), space.larger(step.layer(), step.width(), now, parent.get(step.layer())));
    if (space.metric().of(space.subNetwork(sizes)) <= target) {
      return true;
    }
    sizes.set(step.layer(), now);
    return false;
  }

  private void measure() {
    network = space.subNetwork(sizes);
    effective = network.canonical().sizes();
    resource = space.metric().of(network);
  }
}
