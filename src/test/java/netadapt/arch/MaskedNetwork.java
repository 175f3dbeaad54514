package netadapt.arch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The oracle for sub-networks: the whole super-network in plain loops and doubles, every layer
 * computed at full size and then masked. It shares no channel arithmetic with {@link SubNetwork}
 * but the shapes of the full network.
 */
public final class MaskedNetwork {
  private final SuperNetwork network;
  private final Weights weights;
  private final Observer observer;

  /** Is told what the filters that remain give before it is normalised, number by number. */
  public interface Observer {
    void saw(Layer.Convolution layer, int filter, double value);
  }

  /**
   * The activations {@code [height, width, channels]} of the full network; channels from {@code
   * reach} on are zero, as the sub-network does not have them.
   */
  private static final class Activations {
    final int height;
    final int width;
    final int channels;
    final int reach;
    final double[] values;

    Activations(int height, int width, int channels, int reach) {
      this(height, width, channels, reach, new double[height * width * channels]);
    }

    Activations(int height, int width, int channels, int reach, double[] values) {
      this.height = height;
      this.width = width;
      this.channels = channels;
      this.reach = reach;
      this.values = values;
    }

    double at(int row, int column, int channel) {
      boolean inside = row >= 0 && row < height && column >= 0 && column < width;
      return inside ? values[(row * width + column) * channels + channel] : 0;
    }

    void set(int row, int column, int channel, double value) {
      values[(row * width + column) * channels + channel] = value;
    }
  }

  private MaskedNetwork(SuperNetwork network, Weights weights, Observer observer) {
    this.network = network;
    this.weights = weights;
    this.observer = observer;
  }

  /**
   * The logits of one image, or what a network tells of its pixels.
   *
   * @param weights of the whole super-network
   * @param hwc {@code [height, width, channels]}, normalised
   * @return {@code [classes]} or {@code [height, width, channels]}
   */
  public static double[] logits(
      SuperNetwork network, Architecture architecture, Weights weights, float[] hwc) {
    return logits(network, architecture, weights, hwc, (layer, filter, value) -> {});
  }

  /** The same with somebody who looks on. */
  public static double[] logits(
      SuperNetwork network,
      Architecture architecture,
      Weights weights,
      float[] hwc,
      Observer observer) {
    return new MaskedNetwork(network, weights, observer).run(architecture, hwc);
  }

  private double[] run(Architecture architecture, float[] hwc) {
    Shape in = network.input();
    Activations x = new Activations(in.height(), in.width(), in.channels(), in.channels());
    for (int i = 0; i < hwc.length; i++) {
      x.values[i] = hwc[i];
    }
    Map<String, Activations> given = new HashMap<>();
    int next = 0;
    for (Block block : network.blocks()) {
      int searched = block.convolutions().size();
      x = block(block, architecture.sizes().subList(next, next + searched), x);
      if (block.skips()) {
        x = sum(x, given.get(block.skip()), false);
      }
      given.put(block.name(), x);
      next += searched;
    }
    return x.values;
  }

  private Activations block(Block block, List<LayerSize> sizes, Activations input) {
    Activations x = input;
    int next = 0;
    for (Layer layer : block.layers()) {
      if (layer instanceof Layer.Convolution convolution) {
        x = convolution(convolution, sizes.get(next++), x);
      } else if (layer instanceof Layer.SqueezeExcite squeezeExcite) {
        x = squeezeExcite(squeezeExcite, x);
      } else if (layer instanceof Layer.GlobalAveragePool) {
        x = pool(x);
      } else if (layer instanceof Layer.Upsample upsample) {
        x = upsample(upsample, x);
      } else if (layer instanceof Layer.Pixelwise end) {
        x = pixelwise(end, x);
      } else {
        x = dense((Layer.Dense) layer, x);
      }
    }
    if (!block.residual()) {
      return x;
    }
    boolean removed = sizes.stream().allMatch(size -> size.filters() == 0);
    return sum(input, x, removed);
  }

  private Activations convolution(Layer.Convolution layer, LayerSize size, Activations x) {
    int width = layer.depthwise() ? Math.min(size.filters(), x.reach) : size.filters();
    int passed = Math.min(x.channels, layer.bypassLimit());
    int stride = layer.stride();
    Activations out =
        new Activations(
            (x.height + stride - 1) / stride,
            (x.width + stride - 1) / stride,
            Math.max(passed, layer.filters()),
            Math.max(Math.min(x.reach, layer.bypassLimit()), width));
    for (int row = 0; row < out.height; row++) {
      for (int column = 0; column < out.width; column++) {
        for (int filter = 0; filter < layer.filters(); filter++) {
          double sum = filter(layer, size.kernel(), filter, x, row * stride, column * stride);
          if (filter < width) {
            observer.saw(layer, filter, sum);
          }
          double y = activate(layer.activation(), normalise(layer, filter, sum));
          out.set(row, column, filter, filter < width ? y : 0);
        }
        for (int channel = width; channel < passed; channel++) {
          out.set(row, column, channel, x.at(row * stride, column * stride, channel));
        }
      }
    }
    return out;
  }

  private double filter(
      Layer.Convolution layer, int kernel, int filter, Activations x, int row, int column) {
    Tensor weight =
        weights.tensor(layer.name(), "weight"); // [k, k, in, filters] or [k, k, filters]
    int full = layer.kernel();
    int reads = layer.depthwise() ? 1 : x.channels;
    double sum = 0;
    for (int dy = -(kernel / 2); dy <= kernel / 2; dy++) {
      for (int dx = -(kernel / 2); dx <= kernel / 2; dx++) {
        int position = (dy + full / 2) * full + dx + full / 2;
        for (int i = 0; i < reads; i++) {
          int channel = layer.depthwise() ? filter : i;
          sum +=
              x.at(row + dy, column + dx, channel)
                  * weight.at((position * reads + i) * layer.filters() + filter);
        }
      }
    }
    return sum;
  }

  private double normalise(Layer.Convolution layer, int filter, double x) {
    if (!layer.batchNorm()) {
      return x + weights.tensor(layer.name(), "bias").at(filter);
    }
    double variance = weights.tensor(layer.name(), "variance").at(filter);
    double centred = x - weights.tensor(layer.name(), "mean").at(filter);
    return centred
            / Math.sqrt(variance + Weights.BATCH_NORM_EPSILON)
            * weights.tensor(layer.name(), "gamma").at(filter)
        + weights.tensor(layer.name(), "beta").at(filter);
  }

  private static double activate(Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case HARD_SWISH -> x * hardSigmoid(x);
      case HARD_SIGMOID -> hardSigmoid(x);
    };
  }

  private static double hardSigmoid(double x) {
    return Math.min(Math.max(x + 3, 0), 6) / 6;
  }

  private Activations squeezeExcite(Layer.SqueezeExcite layer, Activations x) {
    double[] hidden = product(pool(x).values, layer.name(), "reduce", "reduceBias", layer.width());
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.max(0, hidden[i]);
    }
    double[] scale = product(hidden, layer.name(), "expand", "expandBias", x.channels);
    Activations out = new Activations(x.height, x.width, x.channels, x.reach);
    for (int i = 0; i < out.values.length; i++) {
      out.values[i] = x.values[i] * hardSigmoid(scale[i % x.channels]);
    }
    return out;
  }

  private static Activations pool(Activations x) {
    Activations out = new Activations(1, 1, x.channels, x.reach);
    for (int i = 0; i < x.values.length; i++) {
      out.values[i % x.channels] += x.values[i] / (x.height * x.width);
    }
    return out;
  }

  private static Activations upsample(Layer.Upsample layer, Activations x) {
    int factor = layer.factor();
    Activations out = new Activations(factor * x.height, factor * x.width, x.channels, x.reach);
    for (int row = 0; row < out.height; row++) {
      for (int column = 0; column < out.width; column++) {
        for (int channel = 0; channel < x.channels; channel++) {
          out.set(row, column, channel, x.at(row / factor, column / factor, channel));
        }
      }
    }
    return out;
  }

  private Activations pixelwise(Layer.Pixelwise layer, Activations x) {
    int channels = layer.channels();
    Activations out = new Activations(x.height, x.width, channels, channels);
    for (int pixel = 0; pixel < x.height * x.width; pixel++) {
      double[] values = Arrays.copyOfRange(x.values, pixel * x.channels, (pixel + 1) * x.channels);
      double[] told = product(values, layer.name(), "weight", "bias", channels);
      System.arraycopy(told, 0, out.values, pixel * channels, channels);
    }
    return out;
  }

  private Activations dense(Layer.Dense layer, Activations x) {
    double[] logits = product(x.values, layer.name(), "weight", "bias", layer.units());
    return new Activations(1, 1, layer.units(), layer.units(), logits);
  }

  private double[] product(double[] x, String layer, String weight, String bias, int units) {
    double[] out = new double[units];
    for (int unit = 0; unit < units; unit++) {
      out[unit] = weights.tensor(layer, bias).at(unit);
      for (int i = 0; i < x.length; i++) {
        out[unit] += x[i] * weights.tensor(layer, weight).at(i * units + unit);
      }
    }
    return out;
  }

  private static Activations sum(Activations input, Activations branch, boolean removed) {
    int channels = Math.max(input.channels, branch.channels);
    int reach = removed ? input.reach : Math.max(input.reach, branch.reach);
    Activations out = new Activations(input.height, input.width, channels, reach);
    for (int row = 0; row < out.height; row++) {
      for (int column = 0; column < out.width; column++) {
        for (int channel = 0; channel < channels; channel++) {
          double sum = channel < input.channels ? input.at(row, column, channel) : 0;
          if (!removed && channel < branch.channels) {
            sum += branch.at(row, column, channel);
          }
          out.set(row, column, channel, sum);
        }
      }
    }
    return out;
  }
}
