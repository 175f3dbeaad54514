package netadapt.nn.kernels;

import java.util.Arrays;
import netadapt.arch.Activation;
import netadapt.arch.Weights;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A random layer after its convolution, computed plainly. */
final class FinishCase {
  final RandomArrays random;
  final int n;
  final int h;
  final int w;
  final int in;
  final int filters;
  final int channels;
  final int stride;
  final int outH;
  final int outW;
  final int bypassTo;
  final boolean normalizes;
  final Activation activation;
  final int[] kept;
  final double[] x;
  final double[] y;
  final double[] gamma;
  final double[] beta;
  final double[] mean;
  final double[] variance;

  /**
   * @param round 0: more pixels than are summed in single precision; 1: more channels than a tile
   *     has numbers; others: any
   */
  FinishCase(RandomArrays random, int round) {
    boolean large = round == 0;
    boolean wide = round == 1;
    this.random = random;
    this.n = random.between(1, 5);
    this.h = large ? 400 : wide ? 3 : random.between(1, 13);
    this.w = large ? 700 : wide ? 2 : random.between(1, 13);
    this.in = large ? 1 : wide ? 2500 : random.between(1, 40);
    this.stride = large || wide ? 1 : random.between(1, 3);
    this.outH = (h - 1) / stride + 1;
    this.outW = (w - 1) / stride + 1;
    int usual = random.between(0, 1) == 0 ? in : random.between(1, 40);
    this.filters = wide ? 2100 : large ? 1 : usual;
    this.bypassTo = wide ? 1300 : random.between(0, in);
    this.channels = Math.max(bypassTo, filters);
    this.normalizes = n * outH * outW > 2 && random.between(0, 3) > 0;
    this.activation = random.one(Activation.values());
    boolean whole = random.between(0, 3) == 0;
    this.kept = new int[n];
    Arrays.setAll(kept, i -> whole ? filters : random.between(0, filters));
    this.x = random.normal(n * h * w * in);
    this.y = random.normal(n * outH * outW * filters);
    this.gamma = random.normal(filters);
    // Never where an activation has a corner.
    this.beta = Arrays.stream(random.normal(filters)).map(b -> b + 1.0 / 1024).toArray();
    this.mean = new double[filters];
    this.variance = new double[filters];
    double rows = (double) y.length / filters;
    for (int i = 0; i < y.length; i++) {
      y[i] = 3 * y[i] + 1;
      mean[i % filters] += y[i] / rows;
    }
    for (int i = 0; i < y.length; i++) {
      variance[i % filters] += Math.pow(y[i] - mean[i % filters], 2) / rows;
    }
  }

  Finish finish() {
    return new Finish(activation, kept, bypassTo, stride);
  }

  BatchNormalization normalization() {
    INDArray shift = random.array(beta, 1, filters);
    return normalizes
        ? new BatchNormalization(
            random.array(gamma, 1, filters),
            shift,
            random.array(mean, 1, filters),
            random.array(variance, 1, filters))
        : BatchNormalization.bias(shift);
  }

  INDArray result() {
    return random.array(y, n, outH, outW, filters);
  }

  INDArray input() {
    return random.array(x, n, h, w, in);
  }

  double[] forward() {
    double[] out = new double[n * outH * outW * channels];
    for (int at = 0; at < out.length; at++) {
      int channel = at % channels;
      if (channel < keptAt(at, channels)) {
        out[at] = value(activation, before(at / channels * filters + channel));
      }
    }
    visitBypass((xAt, outAt) -> out[outAt] = x[xAt]);
    return out;
  }

  /** The gradient of what goes into the activation. */
  double[] activationGradient(double[] dOut) {
    double[] gradient = new double[y.length];
    for (int at = 0; at < y.length; at++) {
      int channel = at % filters;
      if (channel < keptAt(at, filters)) {
        double upstream = dOut[at / filters * channels + channel];
        gradient[at] = upstream * slope(activation, before(at));
      }
    }
    return gradient;
  }

  /** Row j's output changes with row i's input by (δij − 1/n − ŷi ŷj / n) γ / σ. */
  double[] through(double[] gradient) {
    double rows = (double) y.length / filters;
    double[] sums = sums(gradient, false);
    double[] products = sums(gradient, true);
    double[] dy = new double[y.length];
    for (int at = 0; at < y.length; at++) {
      int c = at % filters;
      double jacobian = gradient[at] - sums[c] / rows - normalized(at) * products[c] / rows;
      dy[at] = jacobian * gamma[c] / deviation(c);
    }
    return dy;
  }

  double[] sums(double[] gradient, boolean timesNormalized) {
    double[] sums = new double[filters];
    for (int at = 0; at < gradient.length; at++) {
      sums[at % filters] += gradient[at] * (timesNormalized ? normalized(at) : 1);
    }
    return sums;
  }

  /** Every input channel that takes the place of an output channel. */
  void visitBypass(Pair pair) {
    for (int at = 0; at < n * outH * outW * channels; at++) {
      int channel = at % channels;
      int column = at / channels % outW;
      int row = at / channels / outW % outH;
      int image = at / channels / outW / outH;
      if (channel >= kept[image] && channel < bypassTo) {
        pair.visit(((image * h + row * stride) * w + column * stride) * in + channel, at);
      }
    }
  }

  private int keptAt(int at, int channelCount) {
    return kept[at / channelCount / outW / outH];
  }

  private double before(int at) {
    int c = at % filters;
    return normalizes ? normalized(at) * gamma[c] + beta[c] : y[at] + beta[c];
  }

  private double normalized(int at) {
    return (y[at] - mean[at % filters]) / deviation(at % filters);
  }

  private double deviation(int channel) {
    return Math.sqrt(variance[channel] + Weights.BATCH_NORM_EPSILON);
  }

  @Override
  public String toString() {
    return "%dx%dx%dx%d to %d filters and %d channels, stride %d, %s, bypass to %d, kept %s, %s"
        .formatted(
            n,
            h,
            w,
            in,
            filters,
            channels,
            stride,
            activation,
            bypassTo,
            Arrays.toString(kept),
            normalizes ? "normalised" : "with a bias");
  }

  interface Pair {
    void visit(int x, int out);
  }

  private static double value(Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case HARD_SWISH -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
      case HARD_SIGMOID -> Math.min(Math.max(x + 3, 0), 6) / 6;
    };
  }

  private static double slope(Activation activation, double x) {
    return switch (activation) {
      case NONE -> 1;
      case RELU -> x > 0 ? 1 : 0;
      case HARD_SWISH -> x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6;
      case HARD_SIGMOID -> x <= -3 || x >= 3 ? 0 : 1.0 / 6;
    };
  }
}
