package netadapt.nn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random sizes and numbers for the kernels' tests, and arrays of them. */
final class RandomArrays {
  private final Random random = new Random(17);
  private final DataType type;

  RandomArrays(DataType type) {
    this.type = type;
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  <T> T one(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  double[] normal(int length) {
    // Numbers that float holds exactly, so that both types start from the same.
    return random.doubles(length).map(d -> Math.rint((2 * d - 1) * 1024) / 512).toArray();
  }

  INDArray array(double[] values, long... shape) {
    return Nd4j.create(values, shape, 'c').castTo(type);
  }

  /** What a caller's array holds before: anything. */
  INDArray garbage(long... shape) {
    return Nd4j.valueArrayOf(shape, 1e6, type);
  }

  void assertClose(INDArray actual, double[] expected, Object description) {
    // ND4J's hard sigmoid has its factor 0.2 as a float.
    double tolerance = type == DataType.DOUBLE ? 1e-7 : 5e-5;
    double largest = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    double[] numbers = actual.dup('c').data().asDouble();
    assertThat(numbers).as("%s", description).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(numbers[i] - expected[i]) <= tolerance * largest)) {
        assertThat(numbers[i])
            .as("number %d of %s", i, description)
            .isCloseTo(expected[i], within(tolerance * largest));
      }
    }
  }
}
