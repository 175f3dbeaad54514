package netadapt.search;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;

/**
 * What a score model sees of a network. Of every layer, with its width x as a share of the full
 * one: x, how much a first filter counts for more than a last one by {@code √x - x} and by {@code
 * (x - ½)²}, how much it differs from the layer before by {@code (x - x')²}, and its kernel, by
 * itself and times x. And the sums of each of these over all layers: layers are mostly alike.
 * Networks of few layers are also seen by how much further pairs of layers differ, the nearest ones
 * first, up to all pairs.
 */
final class LayerFeatures {
  /** Per layer: x, {@code (x - ½)²}, {@code √x - x}, {@code (x - x')²}. */
  private static final int OF_WIDTHS = 4;

  /** Per layer that has a choice of kernels: the kernel, and the kernel times x. */
  private static final int OF_KERNELS = 2;

  /**
   * What layers have in common may be so many times as large as what they differ by. More than
   * enough for layers that are alike, and as good as any for those that are not.
   */
  private static final double ALIKE = 5;

  /** No further pairs of layers beyond so many features: a fit takes the cube of their number. */
  private static final int ENOUGH = 160;

  private final List<List<Integer>> kernels;
  private final double[] fullWidths;
  private final int[] placesOfKernels;

  /** How far apart the layers of a pair may be. */
  private final int reach;

  private final int firstPair;
  private final int count;

  LayerFeatures(SearchSpace space) {
    int layers = space.widths().size();
    this.kernels = space.kernels();
    this.fullWidths = new double[layers];
    this.placesOfKernels = new int[layers];
    int next = OF_WIDTHS * layers;
    for (int layer = 0; layer < layers; layer++) {
      List<Integer> widths = space.widths().get(layer);
      fullWidths[layer] = widths.get(widths.size() - 1);
      placesOfKernels[layer] = next;
      next += kernels.get(layer).size() > 1 ? OF_KERNELS : 0;
    }
    this.firstPair = next;
    int distance = 1;
    while (distance + 1 < layers && next + layers - (distance + 1) <= ENOUGH) {
      distance++;
      next += layers - distance;
    }
    this.reach = distance;
    this.count = next + OF_WIDTHS + OF_KERNELS;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Those of a network. */
  double[] of(Architecture canonical) {
    double[] features = new double[count];
    double[] sums = new double[OF_WIDTHS + OF_KERNELS];
    double[] widths = new double[fullWidths.length];
    int nextPair = firstPair;
    for (int layer = 0; layer < widths.length; layer++) {
      LayerSize size = canonical.sizes().get(layer);
      double x = size.filters() / fullWidths[layer];
      widths[layer] = x;
      double before = layer == 0 ? 1 : widths[layer - 1];
      double[] ofWidth = {x, 4 * square(x - 0.5), 4 * (Math.sqrt(x) - x), square(x - before)};
      put(ofWidth, features, OF_WIDTHS * layer, sums, 0);
      if (kernels.get(layer).size() > 1) {
        double kernel = rank(kernels.get(layer), size.kernel());
        double[] ofKernel = {kernel, kernel * x};
        put(ofKernel, features, placesOfKernels[layer], sums, OF_WIDTHS);
      }
      for (int distance = 2; distance <= Math.min(reach, layer); distance++) {
        features[nextPair++] = square(x - widths[layer - distance]);
      }
    }
    for (int i = 0; i < sums.length; i++) {
      features[count - sums.length + i] = ALIKE * sums[i];
    }
    return features;
  }

  private static double square(double of) {
    return of * of;
  }

  private static void put(double[] some, double[] features, int at, double[] sums, int sumAt) {
    for (int i = 0; i < some.length; i++) {
      features[at + i] = some[i];
      sums[sumAt + i] += some[i];
    }
  }

  /** Where a size is among its choices, from 0 for the smallest to 1. */
  private static double rank(List<Integer> ascending, int size) {
    return (double) ascending.indexOf(size) / (ascending.size() - 1);
  }
}
