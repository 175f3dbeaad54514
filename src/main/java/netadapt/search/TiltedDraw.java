package netadapt.search;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netadapt.arch.LayerSize;

/**
 * A random sub-network that grows with a tilt: each layer keeps its own chance, and the tilt shifts
 * all layers' widths and kernels together, from uniform draws towards the largest or smallest ones.
 */
final class TiltedDraw {
  /** Half-way to the largest sub-network, the full width is e^8 times as likely as none. */
  private static final double STEEPNESS = 8;

  private final SearchSpace space;
  private final double[] widthChances;
  private final double[] kernelChances;

  TiltedDraw(SearchSpace space, SplittableRandom random) {
    int layers = space.widths().size();
    this.space = space;
    this.widthChances = random.doubles(layers).toArray();
    this.kernelChances = random.doubles(layers).toArray();
  }

  /**
   * The sizes at a tilt; none shrinks when the tilt grows.
   *
   * @param tilt above -1, where every layer is at its smallest, and below 1, where it is at its
   *     largest; at 0 all widths, and all kernels, are equally likely
   * @return one per searched layer, of the layers' widths and kernels
   */
  List<LayerSize> sizes(double tilt) {
    double exponent = STEEPNESS * tilt / (1 - Math.abs(tilt));
    List<LayerSize> sizes = new ArrayList<>();
    for (int layer = 0; layer < widthChances.length; layer++) {
      int width = choose(space.widths().get(layer), widthChances[layer], exponent);
      int kernel = choose(space.kernels().get(layer), kernelChances[layer], exponent);
      sizes.add(new LayerSize(width, kernel));
    }
    return sizes;
  }

  /**
   * The member of an ascending list at a quantile of the distribution in which member i of 0 to n
   * has the weight {@code e^(exponent · i / n)}.
   */
  private static int choose(List<Integer> ascending, double quantile, double exponent) {
    int last = ascending.size() - 1;
    double sum = 0;
    for (int i = 0; i <= last; i++) {
      sum += weight(i, last, exponent);
    }
    double left = quantile * sum;
    for (int i = 0; i < last; i++) {
      left -= weight(i, last, exponent);
      if (left < 0) {
        return ascending.get(i);
      }
    }
    return ascending.get(last);
  }

  /** Scaled to at most 1, whatever the exponent. */
  private static double weight(int i, int last, double exponent) {
    int heaviest = exponent > 0 ? last : 0;
    return Math.exp(exponent * (i - heaviest) / Math.max(1, last));
  }
}
