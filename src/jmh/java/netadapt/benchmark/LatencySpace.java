package netadapt.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import netadapt.Seeds;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.Resource;
import netadapt.settings.NetworkFile;

/**
 * The sub-networks of {@code mobilenet-v3-latency}, with a made-up latency of whole units and a
 * made-up quality, both sums over layers of terms that depend on the layer and the one before it.
 *
 * <p>So the best quality within a budget follows by dynamic programming over layers and budgets. A
 * depthwise layer is given every even number of filters that a bypass may bring to it, a few more
 * than it can have: the result is a bound that no network exceeds.
 */
final class LatencySpace implements KnownSpace {
  private static final double FULL_QUALITY = 0.8;

  private final SuperNetwork network = NetworkFile.open("mobilenet-v3-latency").network();
  private final List<Layer.Convolution> layers = network.convolutions();
  private final int count = layers.size();
  private final double[] losses = new double[count];
  private final double[] exponents = new double[count];
  private final double[] apart = new double[count];
  private final double[] ofKernels = new double[count];
  private final int[] units = new int[count];
  private final double[] highest;

  /**
   * @param seed of the formula's coefficients
   */
  LatencySpace(long seed) {
    SplittableRandom random = Seeds.random(seed, "latency");
    for (int i = 0; i < count; i++) {
      losses[i] = 0.9 * random.nextDouble(0.2, 1.2) / count;
      exponents[i] = random.nextDouble(1.2, 2.7);
      apart[i] = random.nextDouble(0.6) / count;
      ofKernels[i] = random.nextDouble(0.2) / count;
      units[i] = random.nextInt(20, 180);
    }
    highest = solve();
  }

  @Override
  public String name() {
    return "mobilenet-v3-latency";
  }

  @Override
  public SuperNetwork network() {
    return network;
  }

  @Override
  public Resource metric() {
    return new Resource() {
      @Override
      public String name() {
        return "units";
      }

      @Override
      public String unit() {
        return "units";
      }

      @Override
      public double of(SubNetwork sub) {
        List<LayerSize> sizes = sub.canonical().sizes();
        int sum = 0;
        for (int i = 0; i < count; i++) {
          sum += cost(i, shareBefore(i, sizes), sizes.get(i));
        }
        return sum;
      }
    };
  }

  @Override
  public double quality(Architecture canonical) {
    double quality = FULL_QUALITY;
    for (int i = 0; i < count; i++) {
      quality += term(i, shareBefore(i, canonical.sizes()), canonical.sizes().get(i));
    }
    return quality;
  }

  @Override
  public double highest(double budget) {
    return highest[(int) Math.floor(budget)];
  }

  private double share(int layer, int filters) {
    return (double) filters / layers.get(layer).filters();
  }

  private double shareBefore(int layer, List<LayerSize> sizes) {
    return layer == 0 ? 1 : share(layer - 1, sizes.get(layer - 1).filters());
  }

  private int cost(int layer, double before, LayerSize size) {
    double full = layers.get(layer).kernel();
    double kernel = 0.4 + 0.6 * size.kernel() * size.kernel() / (full * full);
    double of = layers.get(layer).depthwise() ? kernel : 0.3 + 0.7 * before;
    return (int) Math.round(units[layer] * share(layer, size.filters()) * of);
  }

  private double term(int layer, double before, LayerSize size) {
    double x = share(layer, size.filters());
    double term = -losses[layer] * Math.pow(1 - x, exponents[layer]);
    if (layer > 0) {
      term -= apart[layer] * (x - before) * (x - before);
    }
    int full = layers.get(layer).kernel();
    int least = layers.get(layer).smallestKernel();
    if (full > least) {
      double missing = (double) (full - size.kernel()) / (full - least);
      term -= ofKernels[layer] * missing * missing * (0.3 + 0.7 * x);
    }
    return term;
  }

  /** By the budget, from 0 to the initial network's cost. */
  private double[] solve() {
    int budgets = (int) metric().of(SubNetwork.full(network)) + 1;
    List<LayerSize> before = List.of(new LayerSize(1, 1));
    double[][] best = {new double[budgets]};
    for (int layer = 0; layer < count; layer++) {
      List<LayerSize> sizes = sizes(layer);
      double[][] next = new double[sizes.size()][];
      for (int i = 0; i < next.length; i++) {
        next[i] = best(layer, sizes.get(i), before, best);
      }
      before = sizes;
      best = next;
    }
    double[] highest = new double[budgets];
    for (int budget = 0; budget < budgets; budget++) {
      int of = budget;
      highest[budget] =
          FULL_QUALITY + Arrays.stream(best).mapToDouble(ofSize -> ofSize[of]).max().orElseThrow();
    }
    return highest;
  }

  /** By the budget, the best sum of terms up to a layer that has a size. */
  private double[] best(int layer, LayerSize size, List<LayerSize> before, double[][] best) {
    double[] sums = new double[best[0].length];
    Arrays.fill(sums, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < before.size(); i++) {
      if (layer == 0 || possible(layer, before.get(i).filters(), size.filters())) {
        double share = layer == 0 ? 1 : share(layer - 1, before.get(i).filters());
        int cost = cost(layer, share, size);
        double term = term(layer, share, size);
        for (int budget = cost; budget < sums.length; budget++) {
          sums[budget] = Math.max(sums[budget], best[i][budget - cost] + term);
        }
      }
    }
    return sums;
  }

  /** A depthwise layer has no more filters than channels, of which a bypass may bring some. */
  private boolean possible(int layer, int filtersBefore, int filters) {
    return !layers.get(layer).depthwise()
        || filters <= Math.max(filtersBefore, layers.get(layer - 1).bypassLimit());
  }

  private List<LayerSize> sizes(int layer) {
    Layer.Convolution convolution = layers.get(layer);
    TreeSet<Integer> widths = new TreeSet<>(network.widths(convolution));
    if (convolution.depthwise()) {
      int passed = Math.min(convolution.filters(), layers.get(layer - 1).bypassLimit());
      for (int channels = 0; channels <= passed; channels += 2) {
        widths.add(channels);
      }
    }
    List<LayerSize> sizes = new ArrayList<>();
    for (int width : widths) {
      List<Integer> kernels = network.kernels(convolution);
      (width == 0 ? kernels.subList(0, 1) : kernels)
          .forEach(kernel -> sizes.add(new LayerSize(width, kernel)));
    }
    return sizes;
  }
}
