package netadapt.nn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import netadapt.nn.kernels.Kernels.Geometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvolutionKernelsTest {
  private static final int ROUNDS = 60;
  private static final Integer[] SIDES = {1, 3, 5, 7, 9};

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void convolutionIsThePlainSum(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 0; round < ROUNDS; round++) {
      Convolution plain = new Convolution(random, round % 2 == 0, type);
      INDArray y = random.garbage(plain.n, plain.outH, plain.outW, plain.filters);

      kernels.convolution(plain.geometry(), plain.input(), plain.weights(), y);

      random.assertClose(y, plain.forward(), plain);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void convolutionBackwardIsThePlainSum(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 0; round < ROUNDS; round++) {
      Convolution plain = new Convolution(random, round % 2 == 0, type);
      double[] dy = random.normal(plain.n * plain.outH * plain.outW * plain.filters);
      INDArray dx = random.garbage(plain.n, plain.h, plain.w, plain.in);
      INDArray dWeight = Nd4j.zeros(type, plain.weightShape());
      INDArray twice = plain.inLarger(Nd4j.zeros(type, plain.weightShape()));
      INDArray upstream = random.array(dy, plain.n, plain.outH, plain.outW, plain.filters);

      kernels.convolutionBackward(
          plain.geometry(), plain.input(), plain.weights(), upstream, dx, dWeight);
      for (int time = 0; time < 2; time++) {
        kernels.convolutionBackward(
            plain.geometry(), plain.input(), plain.weights(), upstream, null, twice);
      }

      random.assertClose(dx, plain.inputGradient(dy), plain);
      random.assertClose(dWeight, plain.weightGradient(dy), plain);
      random.assertClose(twice.dup('c').div(2), plain.weightGradient(dy), plain);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void largeDepthwiseKernelsOfOneImageSeeNothingOfEarlierBatches(
      String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int images : new int[] {3, 1}) {
      INDArray x = random.array(ones(images * 81 * 8), images, 9, 9, 8);
      INDArray dWeight = Nd4j.zeros(type, 5, 5, 8);

      kernels.convolutionBackward(
          new Geometry(true, 5, 1), x, random.garbage(5, 5, 8), x, null, dWeight);

      assertThat(dWeight.getDouble(2, 2, 0)).isEqualTo(images * 81);
      assertThat(dWeight.getDouble(4, 4, 0)).isEqualTo(images * 49);
    }
  }

  /** oneDNN's own weight gradient of these writes beyond its memory, and kills the program. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void singlePixelKernelsWithStridesAreSumsOverThePixelsTheyRead(
      String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    INDArray x = random.array(ones(8 * 14 * 16 * 3), 8, 14, 16, 3);
    INDArray dy = random.array(ones(8 * 7 * 8 * 5), 8, 7, 8, 5);
    INDArray weight = random.array(ones(15), 1, 1, 3, 5);
    INDArray dWeight = Nd4j.zeros(type, 1, 1, 3, 5);
    for (int time = 0; time < 300; time++) {
      INDArray dx = random.garbage(8, 14, 16, 3);

      kernels.convolutionBackward(new Geometry(false, 1, 2), x, weight, dy, dx, dWeight.assign(0));

      assertThat(dWeight.sumNumber().intValue()).isEqualTo(15 * 8 * 7 * 8);
      assertThat(dx.sumNumber().intValue()).isEqualTo(8 * 7 * 8 * 3 * 5);
    }
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** A random convolution and its plain sums; kernels may be larger than images. */
  private static final class Convolution {
    final RandomArrays random;
    final boolean depthwise;
    final int n;
    final int h;
    final int w;
    final int in;
    final int filters;
    final int kernel;
    final int stride;
    final int outH;
    final int outW;
    final double[] x;
    final double[] weight;

    /** What the weights are the centre of, as a superkernel's are; or the kernel's own side. */
    final int outer;

    /** Channels and filters that the larger weights have after those of the convolution. */
    final int more;

    Convolution(RandomArrays random, boolean depthwise, DataType type) {
      this.random = random;
      this.depthwise = depthwise;
      this.n = random.between(1, 3);
      this.h = random.between(1, 11);
      this.w = random.between(1, 11);
      this.in = random.between(1, 20);
      this.stride = random.between(1, 3);
      this.outH = (h + stride - 1) / stride;
      this.outW = (w + stride - 1) / stride;
      // ND4J's double backward pass refuses 1×1 depthwise kernels of one channel; nobody has them.
      int side = random.one(SIDES);
      this.kernel = depthwise && type == DataType.DOUBLE ? Math.max(3, side) : side;
      this.outer = kernel + 2 * random.between(0, 1);
      this.more = random.between(0, 1) * random.between(1, 9);
      this.filters = depthwise ? in : random.between(1, 20);
      this.x = random.normal(n * h * w * in);
      this.weight = random.normal(kernel * kernel * (depthwise ? 1 : in) * filters);
    }

    Geometry geometry() {
      return new Geometry(depthwise, kernel, stride);
    }

    INDArray input() {
      return random.array(x, n, h, w, in);
    }

    INDArray weights() {
      return inLarger(random.array(weight, weightShape()));
    }

    /** The same numbers as the centre of a larger kernel, of the first channels of larger ones. */
    INDArray inLarger(INDArray own) {
      long[] shape = weightShape();
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = axis < 2 ? outer : shape[axis] + more;
      }
      INDArray part = Views.centre(Nd4j.valueArrayOf(shape, 1e6, own.dataType()), kernel);
      for (int axis = 2; axis < shape.length; axis++) {
        part = Views.part(part, axis, 0, own.size(axis));
      }
      return part.assign(own);
    }

    long[] weightShape() {
      return depthwise
          ? new long[] {kernel, kernel, filters}
          : new long[] {kernel, kernel, in, filters};
    }

    double[] forward() {
      double[] y = new double[n * outH * outW * filters];
      visit((xAt, weightAt, yAt) -> y[yAt] += x[xAt] * weight[weightAt]);
      return y;
    }

    double[] inputGradient(double[] dy) {
      double[] dx = new double[x.length];
      visit((xAt, weightAt, yAt) -> dx[xAt] += dy[yAt] * weight[weightAt]);
      return dx;
    }

    double[] weightGradient(double[] dy) {
      double[] dWeight = new double[weight.length];
      visit((xAt, weightAt, yAt) -> dWeight[weightAt] += dy[yAt] * x[xAt]);
      return dWeight;
    }

    /** Every product of an input and a weight that an output adds up. */
    private void visit(Product product) {
      for (int at = 0; at < n * outH * outW * filters; at++) {
        int filter = at % filters;
        int column = at / filters % outW;
        int row = at / filters / outW % outH;
        int image = at / filters / outW / outH;
        for (int tap = 0; tap < kernel * kernel; tap++) {
          int y = row * stride + tap / kernel - kernel / 2;
          int x = column * stride + tap % kernel - kernel / 2;
          if (y < 0 || y >= h || x < 0 || x >= w) {
            continue;
          }
          int pixel = ((image * h + y) * w + x) * in;
          if (depthwise) {
            product.add(pixel + filter, tap * filters + filter, at);
          } else {
            for (int i = 0; i < in; i++) {
              product.add(pixel + i, (tap * in + i) * filters + filter, at);
            }
          }
        }
      }
    }

    @Override
    public String toString() {
      return "%s of %dx%dx%dx%d to %d filters".formatted(geometry(), n, h, w, in, filters);
    }
  }

  private interface Product {
    void add(int x, int weight, int y);
  }
}
