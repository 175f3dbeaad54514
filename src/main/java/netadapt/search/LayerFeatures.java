package netadapt.search;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;

/**
 * What a score model sees of a network. Of every layer, with its width x as a share of the full
 * one: x, how much a first filter counts for more than a last one by {@code √x - x} and by {@code
 * (x - ½)²}, how much it differs from the layer before by {@code (x - x')²}, and its kernel, by
 * itself and times x. And the sums of each of these over all layers: layers are mostly alike.
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

  private final List<List<Integer>> kernels;
  private final double[] fullWidths;
  private final int[] placesOfKernels;
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
    double before = 1;
    for (int layer = 0; layer < fullWidths.length; layer++) {
      LayerSize size = canonical.sizes().get(layer);
      double x = size.filters() / fullWidths[layer];
      double[] ofWidth = {
        x, 4 * (x - 0.5) * (x - 0.5), 4 * (Math.sqrt(x) - x), (x - before) * (x - before)
      };
      put(ofWidth, features, OF_WIDTHS * layer, sums, 0);
      if (kernels.get(layer).size() > 1) {
        double kernel = rank(kernels.get(layer), size.kernel());
        double[] ofKernel = {kernel, kernel * x};
        put(ofKernel, features, placesOfKernels[layer], sums, OF_WIDTHS);
      }
      before = x;
    }
    for (int i = 0; i < sums.length; i++) {
      features[count - sums.length + i] = ALIKE * sums[i];
    }
    return features;
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
