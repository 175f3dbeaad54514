package netadapt.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import netadapt.arch.Weights;
import netadapt.nn.Kernels.Finish;
import netadapt.nn.Kernels.Normalization;
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

  /** What is subtracted from, multiplied with and added to each channel. */
  private record Affine(float[] mean, float[] scale, float[] shift) {
    static Affine of(Normalization normalization) {
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
    final float[] mean;
    final float[] scale;
    final float[] shift;

    Masked(Affine affine, int pixels) {
      this.affine = affine;
      this.channels = affine.mean().length;
      this.kept = channels;
      this.mean = Tiles.repeat(affine.mean(), pixels);
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

  void forward(Finish finish, Normalization normalization, INDArray y, INDArray x, INDArray out) {
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
              Loops.subtract(tile, masked.mean, count * filters);
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
      Normalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta) {
    Gradient gradient = new Gradient(finish, Affine.of(normalization), y, dOut, dy);
    boolean normalizes = normalization.normalizes();
    int filters = (int) y.size(3);
    double[][] sums = new double[crew.threads()][filters];
    double[][] products = new double[crew.threads()][filters];
    crew.share(
        (int) y.size(0),
        (hand, begin, end) -> gradient.sum(begin, end, sums[hand], products[hand], !normalizes));
    double[] sum = total(sums);
    double[] product = total(products);
    FloatBuffer betas = Addresses.buffer(dBeta);
    for (int channel = 0; channel < filters; channel++) {
      betas.put(channel, (float) sum[channel]);
    }
    if (!normalizes) {
      return;
    }
    float[] variance = Addresses.numbers(normalization.variance());
    FloatBuffer gammas = Addresses.buffer(dGamma);
    double count = (double) y.length() / filters;
    // dy = scale · (d − mean(d) − centred · mean(d · centred) / (variance + ε))
    float[] shift = new float[filters];
    float[] slope = new float[filters];
    for (int channel = 0; channel < filters; channel++) {
      double inverse = inverseDeviation(variance[channel]);
      gammas.put(channel, (float) (product[channel] * inverse));
      float scale = gradient.affine.scale()[channel];
      shift[channel] = (float) (-scale * sum[channel] / count);
      slope[channel] = (float) (-scale * inverse * inverse * product[channel] / count);
    }
    crew.share((int) y.size(0), (hand, begin, end) -> gradient.write(begin, end, shift, slope));
  }

  /** The two passes backward; both compute the activation's gradient anew, to store nothing. */
  private static final class Gradient {
    final Affine affine;
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

    void sum(int begin, int end, double[] sums, double[] products, boolean write) {
      Tile tile = new Tile();
      TileSums sum = new TileSums(most * filters, sums);
      TileSums product = new TileSums(most * filters, products);
      for (int image = begin; image < end; image++) {
        tile.masked.keep(finish.kept()[image]);
        for (int pixel = 0; pixel < pixels; pixel += most) {
          int length = tile.load(image, pixel);
          sum.add(tile.gradient, length);
          product.addProducts(tile.gradient, tile.centred, length);
          if (write) {
            gradients.put((image * pixels + pixel) * filters, tile.gradient, 0, length);
          }
        }
      }
      sum.drain();
      product.drain();
    }

    void write(int begin, int end, float[] shift, float[] slope) {
      Tile tile = new Tile();
      float[] scales = Tiles.repeat(affine.scale(), most);
      float[] shifts = Tiles.repeat(shift, most);
      float[] slopes = Tiles.repeat(slope, most);
      for (int image = begin; image < end; image++) {
        tile.masked.keep(finish.kept()[image]);
        for (int pixel = 0; pixel < pixels; pixel += most) {
          int length = tile.load(image, pixel);
          Loops.affine(tile.centred, slopes, shifts, length);
          Loops.multiply(tile.gradient, scales, length);
          Loops.add(tile.gradient, tile.centred, length);
          gradients.put((image * pixels + pixel) * filters, tile.gradient, 0, length);
        }
      }
    }

    /** A tile of the gradient before the activation, and of the result less its mean. */
    private final class Tile {
      final Masked masked = new Masked(affine, most);
      final float[] gradient = new float[most * filters];
      final float[] centred = new float[most * filters];
      private final float[] before = new float[most * filters];
      private final float[] scratch = new float[most * filters];
      private final float[] wide = filters == channels ? gradient : new float[most * channels];

      /** Fills the tile; returns how many numbers of it count. */
      int load(int image, int pixel) {
        int count = Math.min(most, pixels - pixel);
        int at = image * pixels + pixel;
        int length = count * filters;
        upstream.get(at * channels, wide, 0, count * channels);
        if (wide != gradient) {
          Tiles.fit(wide, channels, gradient, filters, count);
        }
        results.get(at * filters, centred, 0, length);
        Loops.subtract(centred, masked.mean, length);
        System.arraycopy(centred, 0, before, 0, length);
        Loops.affine(before, masked.scale, masked.shift, length);
        Loops.slope(finish.activation(), before, gradient, scratch, length);
        if (finish.kept()[image] < filters) {
          Tiles.zeroAfter(finish.kept()[image], filters, gradient);
        }
        return length;
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
