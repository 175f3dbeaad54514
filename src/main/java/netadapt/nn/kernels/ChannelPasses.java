package netadapt.nn.kernels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Single passes over channels-last arrays that treat every image by itself. */
final class ChannelPasses {
  private final Crew crew;

  ChannelPasses(Crew crew) {
    this.crew = crew;
  }

  /** {@code sums[n, c] = factor · Σ a · b}; {@code b} of ones if {@code null}. */
  void sums(INDArray a, INDArray b, double factor, INDArray sums) {
    int channels = (int) a.size(3);
    int perImage = (int) (a.length() / a.size(0));
    FloatBuffer first = Addresses.buffer(a);
    FloatBuffer second = b == null ? null : Addresses.buffer(b);
    FloatBuffer to = Addresses.buffer(sums);
    crew.share(
        (int) a.size(0),
        (hand, begin, end) -> {
          int length = Tiles.pixels(channels) * channels;
          float[] tile = new float[length];
          float[] other = new float[length];
          double[] total = new double[channels];
          TileSums sum = new TileSums(length, total);
          for (int image = begin; image < end; image++) {
            for (int at = 0; at < perImage; at += length) {
              int count = Math.min(length, perImage - at);
              first.get(image * perImage + at, tile, 0, count);
              if (second == null) {
                sum.add(tile, count);
              } else {
                second.get(image * perImage + at, other, 0, count);
                sum.addProducts(tile, other, count);
              }
            }
            sum.drain();
            for (int channel = 0; channel < channels; channel++) {
              to.put(image * channels + channel, (float) (factor * total[channel]));
            }
            Arrays.fill(total, 0);
          }
        });
  }

  /** {@code y = x · factor + offset}; {@code x} of ones or {@code offset} of 0 if {@code null}. */
  void affine(INDArray x, INDArray factor, INDArray offset, INDArray y) {
    int channels = (int) y.size(3);
    int perImage = (int) (y.length() / y.size(0));
    FloatBuffer from = x == null ? null : Addresses.buffer(x);
    FloatBuffer to = Addresses.buffer(y);
    float[] factors = Addresses.numbers(factor);
    float[] offsets = offset == null ? new float[factors.length] : Addresses.numbers(offset);
    crew.share(
        (int) y.size(0),
        (hand, begin, end) -> {
          int length = Tiles.pixels(channels) * channels;
          float[] tile = new float[length];
          float[] scale = new float[length];
          float[] shift = new float[length];
          for (int image = begin; image < end; image++) {
            Tiles.repeat(factors, image * channels, channels, scale);
            Tiles.repeat(offsets, image * channels, channels, shift);
            for (int at = 0; at < perImage; at += length) {
              int count = Math.min(length, perImage - at);
              if (from == null) {
                to.put(image * perImage + at, scale, 0, count);
                continue;
              }
              from.get(image * perImage + at, tile, 0, count);
              Loops.affine(tile, scale, shift, count);
              to.put(image * perImage + at, tile, 0, count);
            }
          }
        });
  }

  /**
   * {@code y = x + branch}, channels that either lacks counting as 0.
   *
   * @param x {@code [n, h, w, a]}
   * @param branch {@code [n, h, w, b]}; or {@code null} for none
   * @param removed per image, whether the branch is not added; unused without a branch
   * @param y {@code [n, h, w, c]}; overwritten
   */
  void sum(INDArray x, INDArray branch, boolean[] removed, INDArray y) {
    int pixels = (int) (y.size(1) * y.size(2));
    Reader trunk = new Reader(x, (int) y.size(3));
    Reader added = branch == null ? null : new Reader(branch, (int) y.size(3));
    int channels = (int) y.size(3);
    int most = Tiles.pixels(channels);
    FloatBuffer to = Addresses.buffer(y);
    crew.share(
        (int) y.size(0),
        (hand, begin, end) -> {
          float[] tile = new float[most * channels];
          float[] other = new float[most * channels];
          for (int image = begin; image < end; image++) {
            for (int pixel = 0; pixel < pixels; pixel += most) {
              int count = Math.min(most, pixels - pixel);
              int at = image * pixels + pixel;
              trunk.read(at, count, tile);
              if (added != null && !removed[image]) {
                added.read(at, count, other);
                Loops.add(tile, other, count * channels);
              }
              to.put(at * channels, tile, 0, count * channels);
            }
          }
        });
  }

  /** Reads pixels with fewer or more channels than wanted. */
  private static final class Reader {
    private final FloatBuffer from;
    private final int has;
    private final int wants;

    Reader(INDArray x, int wants) {
      this.from = Addresses.buffer(x);
      this.has = (int) x.size(3);
      this.wants = wants;
    }

    void read(int pixel, int count, float[] tile) {
      if (has == wants) {
        from.get(pixel * has, tile, 0, count * has);
        return;
      }
      float[] raw = new float[count * has];
      from.get(pixel * has, raw, 0, raw.length);
      Tiles.fit(raw, has, tile, wants, count);
    }
  }
}
