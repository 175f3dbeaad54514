package netadapt.search;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/**
 * The sizes that the layers of a network may have, and what choosing them costs.
 *
 * @param network the initial network
 * @param metric guides the search
 * @param limits what no sample may exceed beside the target
 * @param names of the searched layers
 * @param widths per searched layer, ascending
 * @param kernels per searched layer, ascending
 */
record SearchSpace(
    SuperNetwork network,
    Resource metric,
    List<Limit> limits,
    List<String> names,
    List<List<Integer>> widths,
    List<List<Integer>> kernels) {
  static SearchSpace of(SuperNetwork network, Resource metric, List<Limit> limits) {
    List<Layer.Convolution> layers = network.convolutions();
    return new SearchSpace(
        network,
        metric,
        List.copyOf(limits),
        layers.stream().map(Layer.Convolution::name).toList(),
        layers.stream().map(network::widths).toList(),
        layers.stream().map(network::kernels).toList());
  }

  /** The next width below; empty if there is none. */
  OptionalInt narrower(int layer, LayerSize size) {
    return below(widths.get(layer), size.filters());
  }

  /** The next kernel below; empty if there is none, or no filter to have it. */
  OptionalInt smallerKernel(int layer, LayerSize size) {
    return size.filters() == 0 ? OptionalInt.empty() : below(kernels.get(layer), size.kernel());
  }

  /** The next width above; empty if there is none. */
  OptionalInt wider(int layer, LayerSize size) {
    return above(widths.get(layer), size.filters());
  }

  /** The next kernel above; empty if there is none, or no filter to have it. */
  OptionalInt largerKernel(int layer, LayerSize size) {
    return size.filters() == 0 ? OptionalInt.empty() : above(kernels.get(layer), size.kernel());
  }

  boolean canGrow(int layer, LayerSize size) {
    return wider(layer, size).isPresent() || largerKernel(layer, size).isPresent();
  }

  /** Whether a network is within the limits and has at most so much of the metric. */
  boolean fits(SubNetwork subNetwork, double target) {
    return metric.of(subNetwork) <= target
        && limits.stream().allMatch(limit -> limit.keeps(subNetwork));
  }

  boolean canShrink(int layer, LayerSize size) {
    return narrower(layer, size).isPresent() || smallerKernel(layer, size).isPresent();
  }

  /**
   * The next width or kernel up.
   *
   * @param limit not to be exceeded; its width may lie between two of the layer's
   */
  LayerSize larger(int layer, boolean width, LayerSize size, LayerSize limit) {
    return width
        ? new LayerSize(
            Math.min(above(widths.get(layer), size.filters()).orElseThrow(), limit.filters()),
            size.kernel())
        : new LayerSize(
            size.filters(),
            Math.min(above(kernels.get(layer), size.kernel()).orElseThrow(), limit.kernel()));
  }

  LayerSize smallest(int layer) {
    return new LayerSize(widths.get(layer).get(0), kernels.get(layer).get(0));
  }

  /** One of the sizes that a layer may have, each as likely. */
  LayerSize random(int layer, SplittableRandom random) {
    return new LayerSize(any(widths.get(layer), random), any(kernels.get(layer), random));
  }

  private static int any(List<Integer> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }

  /** Layers without filters get their smallest kernel. */
  SubNetwork subNetwork(List<LayerSize> sizes) {
    List<LayerSize> tidy = new ArrayList<>(sizes);
    for (int i = 0; i < tidy.size(); i++) {
      if (tidy.get(i).filters() == 0) {
        tidy.set(i, new LayerSize(0, kernels.get(i).get(0)));
      }
    }
    return SubNetwork.of(network, new Architecture(network.name(), tidy));
  }

  private static OptionalInt below(List<Integer> ascending, int size) {
    for (int i = ascending.size() - 1; i >= 0; i--) {
      if (ascending.get(i) < size) {
        return OptionalInt.of(ascending.get(i));
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt above(List<Integer> ascending, int size) {
    for (int larger : ascending) {
      if (larger > size) {
        return OptionalInt.of(larger);
      }
    }
    return OptionalInt.empty();
  }

  /** Up to {@code count} different members of a list, in random order. */
  static <T> List<T> distinct(List<T> from, int count, SplittableRandom random) {
    List<T> left = new ArrayList<>(from);
    List<T> drawn = new ArrayList<>();
    while (drawn.size() < count && !left.isEmpty()) {
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    return drawn;
  }
}
