package netadapt.arch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small super-networks, their weights, sub-networks and images, all from one seed. */
public final class RandomNetworks {
  private static final int[] KERNELS = {1, 3, 5, 7};

  private final Random random;
  private final boolean bypasses;

  public RandomNetworks(long seed) {
    random = new Random(seed);
    bypasses = seed % 5 != 4;
  }

  /**
   * Two to five blocks of every kind on 9 to 16 pixels a side, then the classifier; those of every
   * fifth seed have no bypasses.
   */
  public SuperNetwork network() {
    Shape image = new Shape(between(9, 16), between(9, 16), random.nextBoolean() ? 1 : 3);
    NetworkBuilder builder = new NetworkBuilder("random", image, between(3, 9), 64);
    if (!bypasses) {
      builder.withoutBypasses();
    }
    int blocks = between(2, 5);
    for (int block = 1; block <= blocks; block++) {
      append(builder, "b" + block);
    }
    builder.globalAveragePool("pool");
    if (random.nextBoolean()) {
      builder.convolution(
          "head", between(4, 16), 1, 1, Activation.HARD_SWISH, false, between(1, 12));
    }
    return builder.dense("classifier", between(2, 10)).build();
  }

  /**
   * One or two strides and blocks between them, as much upsampling, often with skips, then one to
   * three numbers for each of 8 to 24 pixels a side; those of every fifth seed have no bypasses.
   */
  public SuperNetwork pixelwise() {
    int depth = between(1, 2);
    Shape image = new Shape(4 * between(2, 5), 8 * between(1, 3), random.nextBoolean() ? 1 : 3);
    NetworkBuilder builder = new NetworkBuilder("random", image, between(3, 7), 64);
    if (!bypasses) {
      builder.withoutBypasses();
    }
    List<List<String>> skips = new ArrayList<>(); // by how often pixels were halved
    skips.add(new ArrayList<>());
    for (int halved = 1; halved <= depth; halved++) {
      List<String> here = new ArrayList<>();
      skips.add(here);
      append(builder, "down" + halved, 2);
      here.add("down" + halved);
      if (random.nextBoolean()) {
        append(builder, "deep" + halved, 1);
        skip(builder, here);
        here.add("deep" + halved);
      }
    }
    if (random.nextBoolean()) {
      append(builder, "first", 1);
    }
    for (int halved = depth - 1; halved >= 0; halved--) {
      append(builder, "up" + halved, 1);
      builder.upsample(2);
      skip(builder, skips.get(halved));
      skips.get(halved).add("up" + halved);
    }
    if (random.nextBoolean()) {
      append(builder, "last", 1);
      skip(builder, skips.get(0));
    }
    return builder.pixelwise("end", between(1, 3)).build();
  }

  /** A network that tells classes apart, or one that tells something of every pixel. */
  public SuperNetwork either() {
    return random.nextBoolean() ? network() : pixelwise();
  }

  private void skip(NetworkBuilder builder, List<String> earlier) {
    if (!earlier.isEmpty() && random.nextInt(4) != 0) {
      builder.skip(earlier.get(random.nextInt(earlier.size())));
    }
  }

  private void append(NetworkBuilder builder, String block) {
    append(builder, block, random.nextInt(3) == 0 ? 2 : 1);
  }

  private void append(NetworkBuilder builder, String block, int stride) {
    int filters = between(2, 12);
    int kernel = KERNELS[random.nextInt(KERNELS.length)];
    Activation activation = random.nextBoolean() ? Activation.RELU : Activation.HARD_SWISH;
    int limit = random.nextInt(4) == 0 ? -1 : between(1, 14);
    switch (random.nextInt(5)) {
      case 0 -> builder.convolution(block, filters, kernel, stride, activation, true, limit);
      case 1 -> builder.separable(block, filters, kernel, stride, activation, limit);
      default -> {
        int expansion = random.nextInt(3) == 0 ? 0 : between(2, 16);
        boolean squeezeExcite = random.nextBoolean();
        builder.mobile(block, expansion, filters, kernel, stride, activation, squeezeExcite, limit);
      }
    }
  }

  /** Weights of every layer at its full size, scaled so that activations stay near one. */
  public Weights weights(SuperNetwork network) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (SubNetwork.SubLayer sub : SubNetwork.full(network).layers()) {
      String name = sub.layer().name() + "/";
      int in = sub.input().channels();
      if (sub.layer() instanceof Layer.Convolution convolution) {
        convolution(convolution, in, tensors);
      } else if (sub.layer() instanceof Layer.SqueezeExcite squeezeExcite) {
        int width = squeezeExcite.width();
        tensors.put(name + "reduce", normal(0, Math.sqrt(2.0 / in), in, width));
        tensors.put(name + "reduceBias", normal(0, 0.5, width));
        tensors.put(name + "expand", normal(0, Math.sqrt(8.0 / width), width, in));
        tensors.put(name + "expandBias", normal(0, 1, in));
      } else if (sub.layer() instanceof Layer.Pixelwise end) {
        tensors.put(name + "weight", normal(0, 1 / Math.sqrt(in), 1, 1, in, end.channels()));
        tensors.put(name + "bias", normal(0, 0.5, end.channels()));
      } else if (sub.layer() instanceof Layer.Dense dense) {
        tensors.put(name + "weight", normal(0, 1 / Math.sqrt(in), in, dense.units()));
        tensors.put(name + "bias", normal(0, 0.5, dense.units()));
      }
    }
    return new Weights(tensors);
  }

  private void convolution(Layer.Convolution layer, int in, Map<String, Tensor> tensors) {
    String name = layer.name() + "/";
    int k = layer.kernel();
    int filters = layer.filters();
    tensors.put(
        name + "weight",
        layer.depthwise()
            ? normal(0, 1.0 / k, k, k, filters)
            : normal(0, Math.sqrt(2.0 / (k * k * in)), k, k, in, filters));
    if (layer.batchNorm()) {
      tensors.put(name + "gamma", normal(1, 0.3, filters));
      tensors.put(name + "beta", normal(0, 0.5, filters));
      tensors.put(name + "mean", normal(0, 0.5, filters));
      tensors.put(name + "variance", uniform(0.3, 2, filters));
    } else {
      tensors.put(name + "bias", normal(0, 0.5, filters));
    }
  }

  /** A sub-network: any widths, often none, any kernels, and some blocks emptied. */
  public Architecture architecture(SuperNetwork network) {
    List<LayerSize> sizes = new ArrayList<>();
    for (Block block : network.blocks()) {
      boolean emptied = random.nextInt(5) == 0;
      for (Layer.Convolution layer : block.convolutions()) {
        List<Integer> kernels = network.kernels(layer);
        int kernel = kernels.get(random.nextInt(kernels.size()));
        int filters = random.nextInt(5) == 0 ? 0 : between(0, layer.filters());
        int fewest = layer.fewestFilters();
        sizes.add(new LayerSize(emptied ? fewest : Math.max(fewest, filters), kernel));
      }
    }
    return new Architecture(network.name(), sizes);
  }

  /** One image {@code [height, width, channels]}, of mean 0 and deviation 1. */
  public float[] image(SuperNetwork network) {
    Shape shape = network.input();
    return normal(0, 1, shape.height(), shape.width(), shape.channels()).values();
  }

  /** {@code [h, w, c] -> [c, h, w]}. */
  public static float[] channelsFirst(Shape shape, float[] hwc) {
    float[] chw = new float[hwc.length];
    for (int i = 0; i < hwc.length; i++) {
      chw[i % shape.channels() * shape.pixels() + i / shape.channels()] = hwc[i];
    }
    return chw;
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private Tensor normal(double mean, double deviation, int... shape) {
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return new Tensor(shape, values);
  }

  private Tensor uniform(double least, double most, int... shape) {
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (least + (most - least) * random.nextDouble());
    }
    return new Tensor(shape, values);
  }

  private static int size(int... shape) {
    int size = 1;
    for (int axis : shape) {
      size *= axis;
    }
    return size;
  }
}
