package netadapt.nn.kernels;

import java.nio.FloatBuffer;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What follows a convolution, backward: one pass over memory through the activation, which also
 * sums per channel, and one through the moments.
 */
final class FinishGradient {
  private final Crew crew;
  private final Finish finish;
  private final BatchNormalization normalization;
  private final ChannelAffine affine;
  private final int images;
  private final int pixels;
  private final int filters;
  private final int channels;
  private final int most;
  private final FloatBuffer results;
  private final FloatBuffer upstream;
  private final FloatBuffer gradients;

  /**
   * @param y {@code [n, h, w, filters]}, the convolution's result
   * @param dOut {@code [n, h, w, channels]}, gradient of what came out
   * @param dy {@code [n, h, w, filters]}, gradient of {@code y}, to be overwritten
   */
  FinishGradient(
      Crew crew,
      Finish finish,
      BatchNormalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy) {
    this.crew = crew;
    this.finish = finish;
    this.normalization = normalization;
    this.affine = ChannelAffine.of(normalization);
    this.images = (int) y.size(0);
    this.pixels = (int) (y.size(1) * y.size(2));
    this.filters = (int) y.size(3);
    this.channels = (int) dOut.size(3);
    this.most = Tiles.pixels(channels);
    this.results = Addresses.buffer(y);
    this.upstream = Addresses.buffer(dOut);
    this.gradients = Addresses.buffer(dy);
  }

  /**
   * Computes all gradients.
   *
   * @param dGamma {@code [1, filters]}; overwritten; unused if nothing is normalised
   * @param dBeta {@code [1, filters]}; overwritten
   */
  void compute(INDArray dGamma, INDArray dBeta) {
    double[][] sums = new double[crew.threads()][filters];
    double[][] products = new double[crew.threads()][filters];
    crew.share(
        images, (hand, begin, end) -> throughActivation(begin, end, sums[hand], products[hand]));
    double[] sum = TileSums.total(sums);
    FloatBuffer betas = Addresses.buffer(dBeta);
    for (int channel = 0; channel < filters; channel++) {
      betas.put(channel, (float) sum[channel]);
    }
    if (normalization.normalizes()) {
      throughMoments(sum, TileSums.total(products), Addresses.buffer(dGamma));
    }
  }

  /** {@code dy = scale · (d − mean(d) − (y − mean) · mean(d · (y − mean)) / (variance + ε))}. */
  private void throughMoments(double[] sum, double[] product, FloatBuffer gammas) {
    float[] variance = Addresses.numbers(normalization.variance());
    double count = (double) images * pixels;
    float[] slope = new float[filters];
    float[] shift = new float[filters];
    for (int channel = 0; channel < filters; channel++) {
      double inverse = ChannelAffine.inverseDeviation(variance[channel]);
      gammas.put(channel, (float) (product[channel] * inverse));
      double scale = affine.scale()[channel];
      double perCentred = -scale * inverse * inverse * product[channel] / count;
      slope[channel] = (float) perCentred;
      shift[channel] =
          (float) (-scale * sum[channel] / count - perCentred * affine.mean()[channel]);
    }
    crew.share(images, (hand, begin, end) -> complete(begin, end, slope, shift));
  }

  /**
   * Writes the gradient before the activation, and sums it and its products with {@code y − mean}.
   */
  private void throughActivation(int begin, int end, double[] sums, double[] products) {
    ChannelAffine.Masked masked = affine.tiles(most);
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

  /** Turns what {@link #throughActivation} wrote into {@code it · scale + y · slope + shift}. */
  private void complete(int begin, int end, float[] slope, float[] shift) {
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
