package netadapt.nn.kernels;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * MobileNetV3's hard sigmoid, {@code min(max(x + 3, 0), 6) / 6}, in ND4J's operations.
 *
 * @see <a href="https://arxiv.org/abs/1905.02244">Searching for MobileNetV3, section 5.2</a>
 */
final class HardSigmoid {
  private HardSigmoid() {}

  /**
   * The function of every number.
   *
   * @param x of any shape
   * @param y of the shape of {@code x}; overwritten with numbers in {@code [0, 1]}
   */
  static void apply(INDArray x, INDArray y) {
    // ND4J's hard sigmoid is min(max(0.2 x + 0.5, 0), 1); clipbyvalue is twenty times slower.
    Nd4j.exec(new ScalarMultiplication(x, null, y, 1 / 1.2));
    Nd4j.exec(new org.nd4j.linalg.api.ops.impl.transforms.strict.HardSigmoid(y, y));
  }

  /**
   * The derivative at every number: 1/6 where {@code |x| < 3}, 0 elsewhere.
   *
   * @param x of any shape
   * @param slope of the shape of {@code x}; overwritten
   * @param scratch of the shape of {@code x}; overwritten with anything
   */
  static void slope(INDArray x, INDArray slope, INDArray scratch) {
    Nd4j.exec(new Step(x, slope, -3.0));
    Nd4j.exec(new Step(x, scratch, 3.0));
    slope.subi(scratch).divi(6);
  }
}
