package netadapt.nn.kernels;

import java.nio.FloatBuffer;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What follows a convolution, forward: one pass over memory for the moments and one for the rest.
 *
 * <p>Every activation is 0 at 0, so an image's last filters are masked by a scale and a shift of 0:
 * ordered dropout costs nothing.
 */
final class FinishPasses {
  private final Crew crew;

  FinishPasses(Crew crew) {
    this.crew = crew;
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
    write(
        first,
        TileSums.total(sums),
        TileSums.total(squares),
        y.length() / channels,
        mean,
        variance);
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
    ChannelAffine affine = ChannelAffine.of(normalization);
    FloatBuffer from = Addresses.buffer(y);
    FloatBuffer to = Addresses.buffer(out);
    BypassCopy bypass = new BypassCopy(finish, x, out);
    crew.share(
        (int) y.size(0),
        (hand, begin, end) -> {
          ChannelAffine.Masked masked = affine.tiles(most);
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
}
