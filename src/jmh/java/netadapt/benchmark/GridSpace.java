package netadapt.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import netadapt.Seeds;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.Resource;

/**
 * Eight convolutions of five widths each, 390,625 networks, all of which are looked at to know the
 * best one at every budget of multiply-accumulates.
 *
 * <p>Quality falls with every layer's missing width, the faster the less is left; and layers
 * interplay, neighbours always and every fifth other pair: widths that differ cost something, or
 * widths that are missing in both do. The narrowest layer of all costs once more, and every network
 * has luck of its own: neither is what a model of layers and pairs of layers can say.
 */
final class GridSpace implements KnownSpace {
  private static final int LAYERS = 8;
  private static final int WIDTHS = 5;
  private static final int FILTERS = 48;
  private static final double FULL_QUALITY = 0.92;
  private static final double BOTTLENECK = 0.05;
  private static final double LUCK = 0.001;

  private final long seed;
  private final SuperNetwork network = network(LAYERS, WIDTHS);
  private final double[] losses = new double[LAYERS];
  private final double[] exponents = new double[LAYERS];
  private final double[][] apart = new double[LAYERS][LAYERS];
  private final double[][] both = new double[LAYERS][LAYERS];

  /** By the resource, the highest quality of networks that have no more. */
  private final TreeMap<Double, Double> highest = new TreeMap<>();

  /**
   * @param seed of the formula's coefficients
   */
  GridSpace(long seed) {
    this.seed = seed;
    SplittableRandom random = Seeds.random(seed, "grid");
    for (int i = 0; i < LAYERS; i++) {
      losses[i] = random.nextDouble(0.02, 0.1);
      exponents[i] = random.nextDouble(1.2, 2.7);
    }
    for (int i = 0; i < LAYERS; i++) {
      for (int j = i + 1; j < LAYERS; j++) {
        if (j == i + 1 || random.nextDouble() < 0.2) {
          boolean differ = random.nextDouble() < 0.7;
          (differ ? apart : both)[i][j] = random.nextDouble(0.075);
        }
      }
    }
    lookAtAll(new ArrayList<>());
    double best = 0;
    for (Map.Entry<Double, Double> entry : highest.entrySet()) {
      best = Math.max(best, entry.getValue());
      entry.setValue(best);
    }
  }

  private static SuperNetwork network(int layers, int widths) {
    NetworkBuilder builder = new NetworkBuilder("grid", new Shape(32, 32, 3), widths, 1);
    for (int i = 0; i < layers; i++) {
      int stride = 1 + i % 2;
      builder.convolution(
          "c" + (i + 1), FILTERS, 3 - 2 * (i % 2), stride, Activation.RELU, true, 1);
    }
    return builder.globalAveragePool("pool").dense("classifier", 10).build();
  }

  private void lookAtAll(List<LayerSize> chosen) {
    if (chosen.size() == LAYERS) {
      SubNetwork sub = SubNetwork.of(network, new Architecture(network.name(), chosen));
      highest.merge(metric().of(sub), quality(sub.architecture()), Math::max);
      return;
    }
    Layer.Convolution layer = network.convolutions().get(chosen.size());
    for (int width : network.widths(layer)) {
      List<LayerSize> longer = new ArrayList<>(chosen);
      longer.add(new LayerSize(width, layer.kernel()));
      lookAtAll(longer);
    }
  }

  @Override
  public String name() {
    return "grid of 390,625";
  }

  @Override
  public SuperNetwork network() {
    return network;
  }

  @Override
  public Resource metric() {
    return new MacCount();
  }

  @Override
  public double quality(Architecture canonical) {
    double[] x =
        canonical.sizes().stream().mapToDouble(s -> (double) s.filters() / FILTERS).toArray();
    double narrowest = Arrays.stream(x).min().orElseThrow();
    double luck = Seeds.random(seed, "luck", Arrays.hashCode(x)).nextGaussian();
    double quality = FULL_QUALITY - BOTTLENECK * (1 - narrowest) * (1 - narrowest) + LUCK * luck;
    for (int i = 0; i < LAYERS; i++) {
      quality -= losses[i] * Math.pow(1 - x[i], exponents[i]);
      for (int j = i + 1; j < LAYERS; j++) {
        quality -= apart[i][j] * (x[i] - x[j]) * (x[i] - x[j]);
        quality -= both[i][j] * (1 - x[i]) * (1 - x[j]);
      }
    }
    return quality;
  }

  @Override
  public double highest(double budget) {
    return highest.floorEntry(budget).getValue();
  }
}
