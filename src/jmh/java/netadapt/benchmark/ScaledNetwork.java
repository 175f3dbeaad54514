package netadapt.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;

/** A network made smaller without a search: all layers by the same factor. */
final class ScaledNetwork {
  private static final double ROUNDING = 1e-9;

  private ScaledNetwork() {}

  /**
   * The largest network within a budget whose layers all have the same share of their filters,
   * rounded down, and their largest kernels. Widths are not only those that a search looks at.
   *
   * @param budget MACs, those of some such network at least
   * @return canonical
   */
  static Architecture within(SuperNetwork network, double budget) {
    // Between these factors no layer's number of filters changes.
    return network.convolutions().stream()
        .flatMap(
            layer ->
                IntStream.rangeClosed(1, layer.filters())
                    .mapToObj(filters -> (double) filters / layer.filters()))
        .map(factor -> SubNetwork.of(network, scaled(network, factor)))
        .filter(sub -> MacCount.count(sub) <= budget)
        .max(Comparator.comparingLong(MacCount::count))
        .orElseThrow()
        .canonical();
  }

  private static Architecture scaled(SuperNetwork network, double factor) {
    List<LayerSize> sizes = new ArrayList<>();
    for (Layer.Convolution layer : network.convolutions()) {
      int filters = (int) Math.floor(factor * layer.filters() + ROUNDING);
      sizes.add(new LayerSize(filters, layer.kernel()));
    }
    return new Architecture(network.name(), sizes);
  }
}
