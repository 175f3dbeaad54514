package netadapt.nn.kernels;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ChannelKernelsTest {
  private static final int ROUNDS = 30;

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void meansAndProductsAreOverAllPixels(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = new Shape(random, round);
      double[] a = random.normal(shape.length());
      double[] b = random.normal(shape.length());
      double[] means = new double[shape.n * shape.c];
      double[] products = new double[shape.n * shape.c];
      for (int at = 0; at < a.length; at++) {
        means[shape.perImage(at)] += a[at] / (shape.h * shape.w);
        products[shape.perImage(at)] += a[at] * b[at];
      }
      INDArray actualMeans = random.garbage(shape.n, 1, 1, shape.c);
      INDArray actualProducts = random.garbage(shape.n, 1, 1, shape.c);

      kernels.channelMeans(shape.array(a), actualMeans);
      kernels.channelProducts(shape.array(a), shape.array(b), actualProducts);

      random.assertClose(actualMeans, means, shape);
      random.assertClose(actualProducts, products, shape);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void channelsAreScaledAndMovedPerImage(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = new Shape(random, round);
      double[] x = random.normal(shape.length());
      double[] factor = random.normal(shape.n * shape.c);
      double[] offset = random.normal(shape.n * shape.c);
      double[] scaled = new double[x.length];
      double[] moved = new double[x.length];
      double[] spread = new double[x.length];
      for (int at = 0; at < x.length; at++) {
        scaled[at] = x[at] * factor[shape.perImage(at)];
        moved[at] = scaled[at] + offset[shape.perImage(at)];
        spread[at] = offset[shape.perImage(at)];
      }
      INDArray factors = random.array(factor, shape.n, 1, 1, shape.c);
      INDArray offsets = random.array(offset, shape.n, 1, 1, shape.c);
      INDArray y = random.garbage(shape.n, shape.h, shape.w, shape.c);

      kernels.scaleChannels(shape.array(x), factors, y);
      random.assertClose(y, scaled, shape);
      kernels.scaleChannels(shape.array(x), factors, offsets, y);
      random.assertClose(y, moved, shape);
      kernels.spread(offsets, y);
      random.assertClose(y, spread, shape);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void shorterOperandsCountAsZeroAndRemovedBranchesAreNotAdded(
      String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 0; round < ROUNDS; round++) {
      Shape shape = new Shape(random, round);
      int other = random.between(1, 40);
      int both = Math.max(shape.c, other);
      int pixels = shape.h * shape.w;
      double[] x = random.normal(shape.length());
      double[] branch = random.normal(shape.n * pixels * other);
      boolean[] removed = new boolean[shape.n];
      double[] sum = new double[shape.n * pixels * both];
      double[] fitted = new double[branch.length];
      for (int image = 0; image < shape.n; image++) {
        removed[image] = random.between(0, 2) == 0;
      }
      for (int at = 0; at < x.length; at++) {
        sum[at / shape.c * both + at % shape.c] += x[at];
        if (at % shape.c < other) {
          fitted[at / shape.c * other + at % shape.c] = x[at];
        }
      }
      for (int at = 0; at < branch.length; at++) {
        if (!removed[at / other / pixels]) {
          sum[at / other * both + at % other] += branch[at];
        }
      }
      INDArray out = random.garbage(shape.n, shape.h, shape.w, both);
      INDArray y = random.garbage(shape.n, shape.h, shape.w, other);

      kernels.residualSum(
          removed, shape.array(x), random.array(branch, shape.n, shape.h, shape.w, other), out);
      kernels.fit(shape.array(x), y);

      random.assertClose(out, sum, shape + " and " + other + " channels");
      random.assertClose(y, fitted, shape + " to " + other + " channels");
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void upsamplingRepeatsEveryPixelAndItsGradientAddsThemUp(
      String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 1; round < ROUNDS; round++) {
      Shape shape = new Shape(random, round);
      int factor = random.between(1, 4);
      int width = factor * shape.w;
      double[] x = random.normal(shape.length());
      double[] repeated = new double[factor * factor * x.length];
      double[] dy = random.normal(repeated.length);
      double[] dx = new double[x.length];
      for (int at = 0; at < repeated.length; at++) {
        int pixel = at / shape.c;
        int row = pixel / width / factor; // of all images: their heights are multiples
        int from = (row * shape.w + pixel % width / factor) * shape.c + at % shape.c;
        repeated[at] = x[from];
        dx[from] += dy[at];
      }
      long[] upsampled = {shape.n, (long) factor * shape.h, width, shape.c};
      INDArray y = random.garbage(upsampled);
      INDArray gradient = random.garbage(shape.n, shape.h, shape.w, shape.c);

      kernels.upsample(shape.array(x), factor, y);
      kernels.upsampleBackward(random.array(dy, upsampled), factor, gradient);

      random.assertClose(y, repeated, shape + " by " + factor);
      random.assertClose(gradient, dx, shape + " by " + factor);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void differenceIsAShareOfTheWay(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    INDArray step = random.garbage(1, 3);

    kernels.difference(
        random.array(new double[] {1, 2, 3}, 1, 3),
        random.array(new double[] {5, 2, 1}, 1, 3),
        0.25,
        step);

    random.assertClose(step, new double[] {-1, 0, 0.5}, "a quarter");
  }

  private static final class Shape {
    final RandomArrays random;
    final int n;
    final int h;
    final int w;
    final int c;

    /**
     * @param round 0: more pixels than are summed in single precision; 1: more channels than a tile
     *     has numbers; others: any
     */
    Shape(RandomArrays random, int round) {
      this.random = random;
      this.n = random.between(1, 5);
      this.h = round == 0 ? 400 : random.between(1, 13);
      this.w = round == 0 ? 700 : random.between(1, 13);
      this.c = round == 0 ? 1 : round == 1 ? 2500 : random.between(1, 40);
    }

    int length() {
      return n * h * w * c;
    }

    int perImage(int at) {
      return at / (h * w * c) * c + at % c;
    }

    INDArray array(double[] values) {
      return random.array(values, n, h, w, c);
    }

    @Override
    public String toString() {
      return n + "x" + h + "x" + w + "x" + c;
    }
  }
}
