package netadapt.nn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import netadapt.arch.Activation;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class FinishKernelsTest {
  private static final int ROUNDS = 60;

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void momentsAreMeanAndBiasedVariance(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 0; round < ROUNDS; round++) {
      FinishCase plain = new FinishCase(random, round);
      INDArray mean = random.garbage(1, plain.filters);
      INDArray variance = random.garbage(1, plain.filters);

      kernels.moments(plain.result(), mean, variance);

      random.assertClose(mean, plain.mean, plain);
      random.assertClose(variance, plain.variance, plain);
    }
  }

  /** Single precision has seven digits, of which the squares of such numbers take six. */
  @ParameterizedTest
  @CsvSource({"700, 2", "3, 1500"})
  void momentsOfNumbersFarFromZeroKeepTheirDigits(int side, int channels) {
    RandomArrays random = new RandomArrays(DataType.FLOAT);
    double[] numbers = random.normal(side * side * channels);
    INDArray y =
        random.array(Arrays.stream(numbers).map(x -> 1000 + x).toArray(), 1, side, side, channels);
    INDArray mean = random.garbage(1, channels);
    INDArray variance = random.garbage(1, channels);

    Kernels.oneDnn(1).moments(y, mean, variance);

    for (int channel = 0; channel < channels; channel++) {
      SummaryStatistics expected = new SummaryStatistics();
      for (int at = channel; at < numbers.length; at += channels) {
        expected.addValue(numbers[at]);
      }
      assertThat(mean.getDouble(channel) - 1000).isCloseTo(expected.getMean(), within(1e-3));
      assertThat(variance.getDouble(channel))
          .isCloseTo(expected.getPopulationVariance(), within(1e-3));
    }
  }

  /** A training that has diverged must be seen to have. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void whatIsNotANumberRemainsSo(Activation activation) {
    RandomArrays random = new RandomArrays(DataType.FLOAT);
    double[] numbers = random.normal(20);
    numbers[3] = Double.NaN;
    INDArray y = random.array(numbers, 1, 1, 1, 20);
    INDArray out = random.garbage(1, 1, 1, 20);
    Kernels.Finish finish = new Kernels.Finish(activation, new int[] {20}, 0, 1);
    INDArray bias = random.array(new double[20], 1, 20);

    Kernels.oneDnn(1).finish(finish, Kernels.BatchNormalization.bias(bias), y, y, out);

    assertThat(out.getFloat(3)).isNaN();
    assertThat(out.getFloat(4)).isFinite();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void finishIsNormalisationActivationMaskAndBypass(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    int bypassed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      FinishCase plain = new FinishCase(random, round);
      INDArray out = random.garbage(plain.n, plain.outH, plain.outW, plain.channels);

      kernels.finish(plain.finish(), plain.normalization(), plain.result(), plain.input(), out);

      random.assertClose(out, plain.forward(), plain);
      bypassed += plain.finish().bypasses() ? 1 : 0;
    }
    assertThat(bypassed).isBetween(1, ROUNDS - 1);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void finishBackwardIsTheJacobianTimesTheGradient(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 0; round < ROUNDS; round++) {
      FinishCase plain = new FinishCase(random, round);
      double[] dOut = random.normal(plain.n * plain.outH * plain.outW * plain.channels);
      INDArray upstream = random.array(dOut, plain.n, plain.outH, plain.outW, plain.channels);
      boolean inPlace = round % 2 == 0 && plain.filters == plain.channels;
      INDArray dy =
          inPlace ? upstream : random.garbage(plain.n, plain.outH, plain.outW, plain.filters);
      INDArray dGamma = plain.normalizes ? random.garbage(1, plain.filters) : null;
      INDArray dBeta = random.garbage(1, plain.filters);

      kernels.finishBackward(
          plain.finish(), plain.normalization(), plain.result(), upstream, dy, dGamma, dBeta);

      double[] gradient = plain.activationGradient(dOut);
      random.assertClose(dy, plain.normalizes ? plain.through(gradient) : gradient, plain);
      random.assertClose(dBeta, plain.sums(gradient, false), plain);
      if (plain.normalizes) {
        random.assertClose(dGamma, plain.sums(gradient, true), plain);
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("netadapt.nn.kernels.KernelCases#implementations")
  void bypassBackwardAddsToTheInputsGradient(String name, DataType type, Kernels kernels) {
    RandomArrays random = new RandomArrays(type);
    for (int round = 0; round < ROUNDS; round++) {
      FinishCase plain = new FinishCase(random, round);
      double[] dOut = random.normal(plain.n * plain.outH * plain.outW * plain.channels);
      double[] before = random.normal(plain.x.length);
      INDArray dx = random.array(before, plain.n, plain.h, plain.w, plain.in);

      kernels.bypassBackward(
          plain.finish(), random.array(dOut, plain.n, plain.outH, plain.outW, plain.channels), dx);

      double[] expected = before.clone();
      plain.visitBypass((xAt, outAt) -> expected[xAt] += dOut[outAt]);
      random.assertClose(dx, expected, plain);
    }
  }
}
