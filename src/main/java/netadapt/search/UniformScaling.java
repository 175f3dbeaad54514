package netadapt.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;

/** A network made smaller without a search, all layers by the same factor: what to compare with. */
public final class UniformScaling {
  private static final double ROUNDING = 1e-9;

  private UniformScaling() {}

  /**
   * The network within a budget that is scaled least: all layers have the same share of their
   * filters, rounded down but at least one, and their largest kernels. Widths are not only those
   * that a search looks at; networks whose cost is not known are passed over.
   *
   * @param budget in the metric's unit
   * @return canonical; empty if no such network has so little
   */
  public static Optional<Architecture> within(
      SuperNetwork network, Resource metric, double budget) {
    // Between these factors no layer's number of filters changes.
    return network.convolutions().stream()
        .flatMap(
            layer ->
                IntStream.rangeClosed(1, layer.filters())
                    .mapToObj(filters -> (double) filters / layer.filters()))
        .distinct()
        .sorted(Comparator.reverseOrder())
        .map(factor -> SubNetwork.of(network, scaled(network, factor)))
        .filter(sub -> metric.knows(sub) && metric.of(sub) <= budget)
        .findFirst()
        .map(SubNetwork::canonical);
  }

  private static Architecture scaled(SuperNetwork network, double factor) {
    List<LayerSize> sizes = new ArrayList<>();
    for (Layer.Convolution layer : network.convolutions()) {
      int filters = Math.max(1, (int) Math.floor(factor * layer.filters() + ROUNDING));
      sizes.add(new LayerSize(filters, layer.kernel()));
    }
    return new Architecture(network.name(), sizes);
  }
}
