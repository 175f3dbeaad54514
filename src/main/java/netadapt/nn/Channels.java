package netadapt.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** Small steps on channels-last activations that several layers share. */
final class Channels {
  private Channels() {}

  /** {@code [n, h, w, c] -> [n, h·w, c]}, a view. */
  static INDArray perImage(INDArray x) {
    return x.reshape('c', x.size(0), x.size(1) * x.size(2), x.size(3));
  }

  /** {@code [n, c] -> [n, 1, c]}, a view. */
  static INDArray factor(INDArray perChannel) {
    return perChannel.reshape('c', perChannel.size(0), 1, perChannel.size(1));
  }

  /** {@code [n, p, c] -> [n, c]}, a new array. */
  static INDArray sumPixels(INDArray x) {
    INDArray sums = Nd4j.createUninitialized(x.dataType(), x.size(0), x.size(2));
    INDArray ones = Nd4j.ones(x.dataType(), 1, x.size(1));
    for (long image = 0; image < x.size(0); image++) {
      Nd4j.gemm(ones, x.slice(image), sums.getRow(image, true), false, false, 1, 0);
    }
    return sums;
  }

  /** The derivative of {@code min(max(x + 3, 0), 6) / 6}: a sixth where {@code |x| < 3}. */
  static INDArray slopeOfHardSigmoid(INDArray x) {
    INDArray above = x.ulike();
    INDArray slope = x.ulike();
    Nd4j.exec(new Step(x, slope, -3.0));
    Nd4j.exec(new Step(x, above, 3.0));
    return slope.subi(above).divi(6);
  }
}
