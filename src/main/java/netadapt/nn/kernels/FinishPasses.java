package netadapt.nn.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import netadapt.arch.Weights;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What follows a convolution. Forward: one pass over memory for the moments and one for the rest.
 * Backward: one for sums per channel, and one for the gradient.
 *
 * <p>Callers keep the arrays alive, of which only the addresses are used.
 */
final class FinishPasses {
  private final Crew crew;
  private final Room room;

  FinishPasses(Crew crew, Room room) {
    this.crew = crew;
    this.room = room;
  }

  void moments(INDArray y, INDArray mean, INDArray variance) {
    int channels = (int) y.size(3);
    int images = (int) y.size(0);
    long pixels = y.size(1) * y.size(2);
    long from = Addresses.of(y);
    room.reserve(channels);
    crew.share(
        images,
        (hand, begin, end) ->
            NativePasses.moments(
                from + begin * pixels * channels * Float.BYTES,
                (end - begin) * pixels,
                channels,
                from, // some pixel is near the mean
                room.sums(hand),
                room.otherSums(hand),
                room.tiles(hand)));
    float[] origin = new float[channels];
    Addresses.pointer(y).get(origin);
    double[] sums = room.sums(crew.hands(images), channels);
    double[] squares = room.otherSums(crew.hands(images), channels);
    write(origin, sums, squares, images * pixels, mean, variance);
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
    int images = (int) y.size(0);
    int height = (int) y.size(1);
    int width = (int) y.size(2);
    int filters = (int) y.size(3);
    int channels = channels(filters, out);
    requireStrided(finish, x, out);
    Normalization of = Normalization.of(normalization, filters);
    long results = Addresses.of(y);
    long input = Addresses.of(x);
    long output = Addresses.of(out, images, height, width, channels);
    long kept = room.perImage(finish.kept(), images);
    long shape = room.shape(x.shape());
    room.reserve(channels);
    crew.share(
        images,
        (hand, begin, end) ->
            NativePasses.finish(
                NativePasses.code(finish.activation()),
                of.gamma,
                of.beta,
                of.mean,
                of.variance,
                results,
                input,
                output,
                begin,
                end,
                height,
                width,
                filters,
                channels,
                kept,
                finish.bypassTo(),
                finish.stride(),
                shape,
                room.tiles(hand)));
  }

  void backward(
      Finish finish,
      BatchNormalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta) {
    int images = (int) y.size(0);
    long pixels = y.size(1) * y.size(2);
    int filters = (int) y.size(3);
    int channels = channels(filters, dOut);
    int activation = NativePasses.code(finish.activation());
    Normalization of = Normalization.of(normalization, filters);
    long results = Addresses.of(y);
    long upstream = Addresses.of(dOut, images, y.size(1), y.size(2), channels);
    long gradient = Addresses.of(dy, y.shape());
    long kept = room.perImage(finish.kept(), images);
    room.reserve(channels);
    crew.share(
        images,
        (hand, begin, end) ->
            NativePasses.gradientSums(
                activation,
                of.gamma,
                of.beta,
                of.mean,
                of.variance,
                results,
                upstream,
                begin,
                end,
                pixels,
                filters,
                channels,
                kept,
                room.sums(hand),
                room.otherSums(hand),
                room.tiles(hand)));
    double[] sums = room.sums(crew.hands(images), filters);
    double[] products = room.otherSums(crew.hands(images), filters);
    room.put(sums, products);
    crew.share(
        images,
        (hand, begin, end) ->
            NativePasses.gradient(
                activation,
                of.gamma,
                of.beta,
                of.mean,
                of.variance,
                results,
                upstream,
                gradient,
                begin,
                end,
                pixels,
                filters,
                channels,
                kept,
                images * pixels,
                room.sums(0),
                room.otherSums(0),
                room.tiles(hand)));
    write(normalization, sums, products, dGamma, dBeta);
  }

  private static void write(
      BatchNormalization normalization,
      double[] sums,
      double[] products,
      INDArray dGamma,
      INDArray dBeta) {
    FloatBuffer betas = Addresses.buffer(dBeta);
    for (int channel = 0; channel < sums.length; channel++) {
      betas.put(channel, (float) sums[channel]);
    }
    if (normalization.normalizes()) {
      FloatBuffer gammas = Addresses.buffer(dGamma);
      float[] variance = Addresses.numbers(normalization.variance());
      for (int channel = 0; channel < products.length; channel++) {
        double deviation = Math.sqrt(variance[channel] + Weights.BATCH_NORM_EPSILON);
        gammas.put(channel, (float) (products[channel] / deviation));
      }
    }
  }

  void bypassBackward(Finish finish, INDArray dOut, INDArray dx) {
    int images = (int) dOut.size(0);
    int height = (int) dOut.size(1);
    int width = (int) dOut.size(2);
    int channels = (int) dOut.size(3);
    requireStrided(finish, dx, dOut);
    long upstream = Addresses.of(dOut);
    long to = Addresses.of(dx);
    long kept = room.perImage(finish.kept(), images);
    long shape = room.shape(dx.shape());
    crew.share(
        images,
        (hand, begin, end) ->
            NativePasses.bypassGradient(
                upstream,
                to,
                begin,
                end,
                height,
                width,
                channels,
                kept,
                finish.bypassTo(),
                finish.stride(),
                shape));
  }

  private static int channels(int filters, INDArray out) {
    require(filters > 0, "there are no filters");
    require(out.size(3) >= filters, "%s channels are fewer than %s filters", out.size(3), filters);
    return (int) out.size(3);
  }

  /** The bypass reads, or writes, every stride-th pixel of as many channels as there are. */
  private static void requireStrided(Finish finish, INDArray input, INDArray out) {
    int stride = finish.stride();
    require(
        input.size(0) == out.size(0)
            && out.size(1) == (input.size(1) - 1) / stride + 1
            && out.size(2) == (input.size(2) - 1) / stride + 1
            && finish.bypassTo() <= Math.min(input.size(3), out.size(3)),
        "bypass of %s does not go from %s to %s",
        finish,
        Arrays.toString(input.shape()),
        Arrays.toString(out.shape()));
  }

  private static void require(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise.formatted(values));
    }
  }

  /** Addresses; those of what there is not are 0. */
  private record Normalization(long gamma, long beta, long mean, long variance) {
    static Normalization of(BatchNormalization normalization, int filters) {
      long beta = Addresses.of(normalization.beta(), 1, filters);
      return normalization.normalizes()
          ? new Normalization(
              Addresses.of(normalization.gamma(), 1, filters),
              beta,
              Addresses.of(normalization.mean(), 1, filters),
              Addresses.of(normalization.variance(), 1, filters))
          : new Normalization(0, beta, 0, 0);
    }
  }
}
