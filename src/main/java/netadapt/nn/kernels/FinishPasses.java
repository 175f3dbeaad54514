package netadapt.nn.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import netadapt.arch.Weights;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What follows a convolution, in as few passes over memory as there can be: one for the moments and
 * one for the rest, and two backward.
 *
 * <p>Every activation is 0 at 0, so an image's last filters are masked by scaling and shifting them
 * with 0: ordered dropout costs nothing.
 */
final class FinishPasses {
  private final Crew crew;

  FinishPasses(Crew crew) {
    this.crew = crew;
  }

  /** What each channel is multiplied with and what is then added; and its mean. */
  private record Affine(float[] mean, float[] scale, float[] shift) {
    static Affine of(BatchNormalization normalization) {
      float[] shift = Addresses.numbers(normalization.beta());
      float[] mean = new float[shift.length];
      float[] scale = new float[shift.length];
      Arrays.fill(scale, 1f);
      if (normalization.normalizes()) {
        mean = Addresses.numbers(normalization.mean());
        scale = Addresses.numbers(normalization.gamma());
        float[] variance = Addresses.numbers(normalization.variance());
        for (int i = 0; i < scale.length; i++) {
          scale[i] *= inverseDeviation(variance[i]);
          shift[i] -= mean[i] * scale[i];
        }
      }
      return new Affine(mean, scale, shift);
    }
  }

  /** An affine map as tiles, masked for one image after the other. */
  private static final class Masked {
    private final int channels;
    private final Affine affine;
    private int kept;
    final float[] scale;
    final float[] shift;

    Masked(Affine affine, int pixels) {
      this.affine = affine;
      this.channels = affine.mean().length;
      this.kept = channels;
      this.scale = Tiles.repeat(affine.scale(), pixels);
      this.shift = Tiles.repeat(affine.shift(), pixels);
    }

    void keep(int filters) {
      if (filters > kept) {
        Tiles.repeat(affine.scale(), 0, channels, scale);
        Tiles.repeat(affine.shift(), 0, channels, shift);
      }
      if (filters != kept && filters < channels) {
        Tiles.zeroAfter(filters, channels, scale);
        Tiles.zeroAfter(filters, channels, shift);
      }
      kept = filters;
    }
  }

  void moments(INDArray y, INDArray mean, INDArray variance) {
    int channels = (int) y.size(3);
    int images = (int) y.size(0);
    int perImage = (int) (y.length() / images);
    FloatBuffer from = Addresses.buffer(y);
    float[] first = new float[channels]; // near the mean, so that squares cancel nothing
    from.get(0, first);
    double[][] sums = new double[crew.threads()][channels];
    double[][] squares = new double[crew.threads()][channels];
    crew.share(
        images,
        (hand, begin, end) -> {
          int length = Tiles.pixels(channels) * channels;
          float[] tile = new float[length];
          float[] origin = Tiles.repeat(first, Tiles.pixels(channels));
          TileSums sum = new TileSums(length, sums[hand]);
          TileSums square = new TileSums(length, squares[hand]);
          for (int image = begin; image < end; image++) {
            for (int at = 0; at < perImage; at += length) {
              int count = Math.min(length, perImage - at);
              from.get(image * perImage + at, tile, 0, count);
              Loops.subtract(tile, origin, count);
              sum.add(tile, count);
              square.addProducts(tile, tile, count);
            }
          }
          sum.drain();
          square.drain();
        });
    write(first, total(sums), total(squares), y.length() / channels, mean, variance);
  }

  private static void write(
      float[] origin,
      double[] sums,
      double[] squares,
      long count,
      INDArray mean,
      INDArray variance) {
    FloatBuffer means = Addresses.buffer(mean);
    FloatBuffer variances = Addresses.buffer(variance);
    for (int channel = 0; channel < origin.length; channel++) {
      double shift = sums[channel] / count;
      means.put(channel, (float) (origin[channel] + shift));
      variances.put(channel, (float) Math.max(0, squares[channel] / count - shift * shift));
    }
  }

  void forward(
      Finish finish, BatchNormalization normalization, INDArray y, INDArray x, INDArray out) {
    int filters = (int) y.size(3);
    int channels = (int) out.size(3);
    int pixels = (int) (out.size(1) * out.size(2));
    int most = Tiles.pixels(channels);
    Affine affine = Affine.of(normalization);
    FloatBuffer from = Addresses.buffer(y);
    FloatBuffer to = Addresses.buffer(out);
    BypassCopy bypass = new BypassCopy(finish, x, out);
    crew.share(
        (int) y.size(0),
        (hand, begin, end) -> {
          Masked masked = new Masked(affine, most);
          float[] tile = new float[most * filters];
          float[] wide = filters == channels ? tile : new float[most * channels];
          for (int image = begin; image < end; image++) {
            masked.keep(finish.kept()[image]);
            for (int pixel = 0; pixel < pixels; pixel += most) {
              int count = Math.min(most, pixels - pixel);
              int at = image * pixels + pixel;
              from.get(at * filters, tile, 0, count * filters);
              Loops.affine(tile, masked.scale, masked.shift, count * filters);
              Loops.activate(finish.activation(), tile, count * filters);
              if (wide != tile) {
                Tiles.fit(tile, filters, wide, channels, count);
              }
              bypass.read(image, pixel, count, wide);
              to.put(at * channels, wide, 0, count * channels);
            }
          }
        });
  }

  void backward(
      Finish finish,
      BatchNormalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta) {
    Affine affine = Affine.of(normalization);
    Gradient gradient = new Gradient(finish, affine, y, dOut, dy);
    int filters = (int) y.size(3);
    double[][] sums = new double[crew.threads()][filters];
    double[][] products = new double[crew.threads()][filters];
    crew.share(
        (int) y.size(0),
        (hand, begin, end) -> gradient.activation(begin, end, sums[hand], products[hand]));
    double[] sum = total(sums);
    double[] product = total(products);
    FloatBuffer betas = Addresses.buffer(dBeta);
    for (int channel = 0; channel < filters; channel++) {
      betas.put(channel, (float) sum[channel]);
    }
    if (!normalization.normalizes()) {
      return;
    }
    float[] variance = Addresses.numbers(normalization.variance());
    FloatBuffer gammas = Addresses.buffer(dGamma);
    double count = (double) y.length() / filters;
    // dy = scale · (d − mean(d) − (y − mean) · mean(d · (y − mean)) / (variance + ε))
    float[] slope = new float[filters];
    float[] shift = new float[filters];
    for (int channel = 0; channel < filters; channel++) {
      double inverse = inverseDeviation(variance[channel]);
      gammas.put(channel, (float) (product[channel] * inverse));
      double scale = affine.scale()[channel];
      double perCentred = -scale * inverse * inverse * product[channel] / count;
      slope[channel] = (float) perCentred;
      shift[channel] =
          (float) (-scale * sum[channel] / count - perCentred * affine.mean()[channel]);
    }
    crew.share((int) y.size(0), (hand, begin, end) -> gradient.complete(begin, end, slope, shift));
  }

  /** The two passes backward: through the activation, with sums; then through the moments. */
  private static final class Gradient {
    private final Affine affine;
    private final Finish finish;
    private final int filters;
    private final int channels;
    private final int pixels;
    private final int most;
    private final FloatBuffer results;
    private final FloatBuffer upstream;
    private final FloatBuffer gradients;

    Gradient(Finish finish, Affine affine, INDArray y, INDArray dOut, INDArray dy) {
      this.finish = finish;
      this.affine = affine;
      this.filters = (int) y.size(3);
      this.channels = (int) dOut.size(3);
      this.pixels = (int) (y.size(1) * y.size(2));
      this.most = Tiles.pixels(channels);
      this.results = Addresses.buffer(y);
      this.upstream = Addresses.buffer(dOut);
      this.gradients = Addresses.buffer(dy);
    }

    /** Writes the gradient before the activation, and sums it and its products with y − mean. */
    void activation(int begin, int end, double[] sums, double[] products) {
      Masked masked = new Masked(affine, most);
      float[] mean = Tiles.repeat(affine.mean(), most);
      float[] result = new float[most * filters];
      float[] before = new float[most * filters];
      float[] scratch = new float[most * filters];
      float[] gradient = new float[most * filters];
      float[] wide = filters == channels ? gradient : new float[most * channels];
      TileSums sum = new TileSums(most * filters, sums);
      TileSums product = new TileSums(most * filters, products);
      for (int image = begin; image < end; image++) {
        int kept = finish.kept()[image];
        masked.keep(kept);
        for (int pixel = 0; pixel < pixels; pixel += most) {
          int count = Math.min(most, pixels - pixel);
          int at = image * pixels + pixel;
          int length = count * filters;
          upstream.get(at * channels, wide, 0, count * channels);
          if (wide != gradient) {
            Tiles.fit(wide, channels, gradient, filters, count);
          }
          results.get(at * filters, result, 0, length);
          System.arraycopy(result, 0, before, 0, length);
          Loops.affine(before, masked.scale, masked.shift, length);
          Loops.slope(finish.activation(), before, gradient, scratch, length);
          if (kept < filters) {
            Tiles.zeroAfter(kept, filters, gradient);
          }
          Loops.subtract(result, mean, length);
          sum.add(gradient, length);
          product.addProducts(gradient, result, length);
          gradients.put(at * filters, gradient, 0, length);
        }
      }
      sum.drain();
      product.drain();
    }

    /** Turns what {@link #activation} wrote into {@code scale · it + slope · y + shift}. */
    void complete(int begin, int end, float[] slope, float[] shift) {
      int perImage = pixels * filters;
      int length = most * filters;
      float[] scales = Tiles.repeat(affine.scale(), most);
      float[] slopes = Tiles.repeat(slope, most);
      float[] shifts = Tiles.repeat(shift, most);
      float[] result = new float[length];
      float[] gradient = new float[length];
      for (int at = begin * perImage; at < end * perImage; at += length) {
        int count = Math.min(length, end * perImage - at);
        results.get(at, result, 0, count);
        gradients.get(at, gradient, 0, count);
        Loops.affine(result, slopes, shifts, count);
        Loops.affine(gradient, scales, result, count);
        gradients.put(at, gradient, 0, count);
      }
    }
  }

  private static double[] total(double[][] parts) {
    double[] total = parts[0].clone();
    for (int part = 1; part < parts.length; part++) {
      for (int i = 0; i < total.length; i++) {
        total[i] += parts[part][i];
      }
    }
    return total;
  }

  private static float inverseDeviation(float variance) {
    return (float) (1 / Math.sqrt(variance + Weights.BATCH_NORM_EPSILON));
  }
}
