package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import netadapt.arch.Activation;
import netadapt.arch.Weights;
import netadapt.nn.Kernels.Geometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares the ND4J kernels with plain loops in double precision. */
class KernelsTest {
  private static final int ROUNDS = 40;
  private static final int[] SIDES = {1, 3, 5, 7};

  private final Kernels kernels = new Nd4jKernels();
  private final Random random = new Random(17);

  @ParameterizedTest
  @CsvSource({"FLOAT, false", "FLOAT, true", "DOUBLE, false", "DOUBLE, true"})
  void convolutionIsThePlainSum(DataType type, boolean depthwise) {
    for (int round = 0; round < ROUNDS; round++) {
      Convolution plain = new Convolution(type, depthwise);
      INDArray y = garbage(type, plain.n, plain.outH, plain.outW, plain.filters);

      kernels.convolution(
          plain.geometry(),
          array(type, plain.x, plain.n, plain.h, plain.w, plain.in),
          array(type, plain.weight, plain.weightShape()),
          y);

      assertClose(type, y, plain.forward(), plain);
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, false", "FLOAT, true", "DOUBLE, false", "DOUBLE, true"})
  void convolutionBackwardIsThePlainSum(DataType type, boolean depthwise) {
    for (int round = 0; round < ROUNDS; round++) {
      Convolution plain = new Convolution(type, depthwise);
      double[] dy = normal(plain.n * plain.outH * plain.outW * plain.filters);
      INDArray dx = garbage(type, plain.n, plain.h, plain.w, plain.in);
      INDArray dWeight = garbage(type, plain.weightShape());
      INDArray unasked = garbage(type, plain.weightShape());
      INDArray x = array(type, plain.x, plain.n, plain.h, plain.w, plain.in);
      INDArray weight = array(type, plain.weight, plain.weightShape());
      INDArray upstream = array(type, dy, plain.n, plain.outH, plain.outW, plain.filters);

      kernels.convolutionBackward(plain.geometry(), x, weight, upstream, dx, dWeight);
      kernels.convolutionBackward(plain.geometry(), x, weight, upstream, null, unasked);

      assertClose(type, dx, plain.inputGradient(dy), plain);
      assertClose(type, dWeight, plain.weightGradient(dy), plain);
      assertClose(type, unasked, plain.weightGradient(dy), plain);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void batchNormHasMeanBetaAndDeviationGamma(DataType type) {
    for (int round = 0; round < ROUNDS; round++) {
      Normalised plain = new Normalised();
      INDArray x = array(type, plain.x, plain.rows, plain.channels);
      INDArray y = garbage(type, plain.rows, plain.channels);
      INDArray moments = garbage(type, 2, plain.channels);

      kernels.batchNorm(
          x,
          array(type, plain.gamma, 1, plain.channels),
          array(type, plain.beta, 1, plain.channels),
          y,
          moments,
          garbage(type, plain.rows, plain.channels));

      assertClose(type, x, plain.normalised, plain);
      assertClose(type, y, plain.forward(), plain);
      assertClose(type, moments, plain.moments(), plain);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void batchNormBackwardIsTheJacobianTimesTheGradient(DataType type) {
    for (int round = 0; round < ROUNDS; round++) {
      Normalised plain = new Normalised();
      double[] upstream = normal(plain.rows * plain.channels);
      INDArray dy = array(type, upstream, plain.rows, plain.channels);
      INDArray dGamma = garbage(type, 1, plain.channels);
      INDArray dBeta = garbage(type, 1, plain.channels);

      kernels.batchNormBackward(
          array(type, plain.normalised, plain.rows, plain.channels),
          array(type, plain.gamma, 1, plain.channels),
          array(type, plain.moments(), 2, plain.channels),
          dy,
          dGamma,
          dBeta,
          garbage(type, plain.rows, plain.channels));

      assertClose(type, dy, plain.inputGradient(upstream), plain);
      assertClose(type, dGamma, plain.gammaGradient(upstream), plain);
      assertClose(type, dBeta, plain.betaGradient(upstream), plain);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT, NONE",
    "FLOAT, RELU",
    "FLOAT, HARD_SWISH",
    "DOUBLE, NONE",
    "DOUBLE, RELU",
    "DOUBLE, HARD_SWISH"
  })
  void activationIsItsFormula(DataType type, Activation activation) {
    double[] x = around();
    INDArray y = garbage(type, x.length / 2, 2);

    kernels.activate(activation, array(type, x, x.length / 2, 2), y);

    // ND4J's hard sigmoid has its factor 0.2 as a float.
    double[] expected = Arrays.stream(x).map(v -> value(activation, v)).toArray();
    assertClose(DataType.FLOAT, y, expected, activation);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT, NONE",
    "FLOAT, RELU",
    "FLOAT, HARD_SWISH",
    "DOUBLE, NONE",
    "DOUBLE, RELU",
    "DOUBLE, HARD_SWISH"
  })
  void activationBackwardIsTheSlopeTimesTheGradient(DataType type, Activation activation) {
    double[] x = around();
    double[] dy = normal(x.length);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] = dy[i] * slope(activation, x[i]);
    }
    INDArray input = array(type, x, x.length / 2, 2);
    INDArray inPlace = array(type, dy, x.length / 2, 2);
    INDArray apart = garbage(type, x.length / 2, 2);
    INDArray scratch = garbage(type, x.length / 2, 2);

    kernels.activateBackward(activation, input, inPlace.dup(), apart, scratch);
    kernels.activateBackward(activation, input, inPlace, inPlace, scratch);

    assertClose(DataType.FLOAT, apart, expected, activation);
    assertClose(DataType.FLOAT, inPlace, expected, activation);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void rowsAreSummedPerChannel(DataType type) {
    for (int rows : new int[] {1, 7, 7, 300}) {
      double[] x = normal(rows * 5);
      double[] expected = new double[5];
      for (int i = 0; i < x.length; i++) {
        expected[i % 5] += x[i];
      }
      INDArray sum = garbage(type, 1, 5);

      kernels.sumRows(array(type, x, rows, 5), sum);

      assertClose(type, sum, expected, rows);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void channelsAreScaledPerImageEvenInPlace(DataType type) {
    double[] x = normal(3 * 4 * 5);
    double[] factor = normal(3 * 5);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] = x[i] * factor[i / (4 * 5) * 5 + i % 5];
    }
    INDArray inPlace = array(type, x, 3, 4, 5);
    INDArray apart = garbage(type, 3, 4, 5);

    kernels.scaleChannels(inPlace, array(type, factor, 3, 1, 5), apart);
    kernels.scaleChannels(inPlace, array(type, factor, 3, 1, 5), inPlace);

    assertClose(type, apart, expected, "apart");
    assertClose(type, inPlace, expected, "in place");
  }

  /** A random convolution and its plain sums; kernels may be larger than images. */
  private final class Convolution {
    final boolean depthwise;
    final int n = between(1, 3);
    final int h = between(1, 9);
    final int w = between(1, 9);
    final int in = between(1, 6);
    final int filters;
    final int kernel;
    final int stride = between(1, 3);
    final int outH = (h + stride - 1) / stride;
    final int outW = (w + stride - 1) / stride;
    final double[] x = normal(n * h * w * in);
    final double[] weight;

    Convolution(DataType type, boolean depthwise) {
      // ND4J's double backward pass refuses 1×1 depthwise kernels of one channel; nobody has them.
      int least = depthwise && type == DataType.DOUBLE ? 1 : 0;
      this.kernel = SIDES[between(least, SIDES.length - 1)];
      this.depthwise = depthwise;
      this.filters = depthwise ? in : between(1, 6);
      this.weight = normal(kernel * kernel * (depthwise ? 1 : in) * filters);
    }

    Geometry geometry() {
      return new Geometry(depthwise, kernel, stride);
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

  /** A random batch, normalised plainly. */
  private final class Normalised {
    final int rows = between(2, 40);
    final int channels = between(1, 6);
    final double[] x = normal(rows * channels);
    final double[] gamma = normal(channels);
    final double[] beta = normal(channels);
    final double[] mean = new double[channels];
    final double[] variance = new double[channels];
    final double[] normalised = new double[x.length];

    Normalised() {
      for (int i = 0; i < x.length; i++) {
        x[i] = 3 * x[i] + 1;
        mean[i % channels] += x[i] / rows;
      }
      for (int i = 0; i < x.length; i++) {
        variance[i % channels] += Math.pow(x[i] - mean[i % channels], 2) / rows;
      }
      for (int i = 0; i < x.length; i++) {
        normalised[i] = (x[i] - mean[i % channels]) / deviation(i % channels);
      }
    }

    double deviation(int channel) {
      return Math.sqrt(variance[channel] + Weights.BATCH_NORM_EPSILON);
    }

    double[] forward() {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = normalised[i] * gamma[i % channels] + beta[i % channels];
      }
      return y;
    }

    double[] moments() {
      double[] moments = Arrays.copyOf(mean, 2 * channels);
      System.arraycopy(variance, 0, moments, channels, channels);
      return moments;
    }

    /** Row j's output changes with row i's input by (δij − 1/n − x̂i x̂j / n) γ / σ. */
    double[] inputGradient(double[] dy) {
      double[] dx = new double[x.length];
      for (int c = 0; c < channels; c++) {
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < rows; j++) {
            double product = normalised[i * channels + c] * normalised[j * channels + c];
            double jacobian = (i == j ? 1 : 0) - 1.0 / rows - product / rows;
            dx[i * channels + c] += dy[j * channels + c] * jacobian * gamma[c] / deviation(c);
          }
        }
      }
      return dx;
    }

    double[] gammaGradient(double[] dy) {
      double[] sum = new double[channels];
      for (int i = 0; i < dy.length; i++) {
        sum[i % channels] += dy[i] * normalised[i];
      }
      return sum;
    }

    double[] betaGradient(double[] dy) {
      double[] sum = new double[channels];
      for (int i = 0; i < dy.length; i++) {
        sum[i % channels] += dy[i];
      }
      return sum;
    }

    @Override
    public String toString() {
      return rows + " rows of " + channels + " channels";
    }
  }

  private static double value(Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case HARD_SWISH -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
    };
  }

  private static double slope(Activation activation, double x) {
    return switch (activation) {
      case NONE -> 1;
      case RELU -> x > 0 ? 1 : 0;
      case HARD_SWISH -> x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6;
    };
  }

  /** Numbers on all sides of the activations' corners. */
  private double[] around() {
    double[] x = new double[200];
    for (int i = 0; i < x.length; i++) {
      x[i] = 10 * random.nextDouble() - 5;
    }
    return x;
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private double[] normal(int length) {
    // Numbers that float holds exactly, so that both types start from the same.
    return random.doubles(length).map(d -> Math.rint((2 * d - 1) * 1024) / 512).toArray();
  }

  private static INDArray array(DataType type, double[] values, long... shape) {
    return Nd4j.create(values, shape, 'c').castTo(type);
  }

  /** What a caller's array holds before: anything. */
  private static INDArray garbage(DataType type, long... shape) {
    return Nd4j.valueArrayOf(shape, 1e6, type);
  }

  private static void assertClose(
      DataType type, INDArray actual, double[] expected, Object description) {
    double tolerance = type == DataType.DOUBLE ? 1e-9 : 3e-5;
    double largest = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    assertThat(actual.dup('c').data().asDouble())
        .as("%s", description)
        .containsExactly(expected, within(tolerance * largest));
  }
}
