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
 * @param names of the searched layers
 * @param widths per searched layer, ascending
 * @param kernels per searched layer, ascending
 */
record SearchSpace(
    SuperNetwork network,
    Resource metric,
    List<String> names,
    List<List<Integer>> widths,
    List<List<Integer>> kernels) {
  static SearchSpace of(SuperNetwork network, Resource metric) {
    List<Layer.Convolution> layers = network.convolutions();
    return new SearchSpace(
        network,
        metric,
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
        ? new LayerSize(above(widths.get(layer), size.filters(), limit.filters()), size.kernel())
        : new LayerSize(size.filters(), above(kernels.get(layer), size.kernel(), limit.kernel()));
  }

  LayerSize smallest(int layer) {
    return new LayerSize(widths.get(layer).get(0), kernels.get(layer).get(0));
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
    return ascending.stream().mapToInt(Integer::intValue).filter(s -> s < size).max();
  }

  private static int above(List<Integer> ascending, int size, int limit) {
    return ascending.stream()
        .mapToInt(Integer::intValue)
        .filter(s -> s > size && s < limit)
        .findFirst()
        .orElse(limit);
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
