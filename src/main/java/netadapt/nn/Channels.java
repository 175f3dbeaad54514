package netadapt.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
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

  /** The mean over all pixels, {@code [n, h, w, c] -> [n, c]}, a new array. */
  static INDArray mean(INDArray x) {
    int height = (int) x.size(1);
    int width = (int) x.size(2);
    INDArray means = Nd4j.createUninitialized(x.dataType(), x.size(0), 1, 1, x.size(3));
    // kernel, stride, padding, dilation, not "same" mode, divided by the kernel's size, NHWC
    Nd4j.exec(
        DynamicCustomOp.builder("avgpool2d")
            .addInputs(x)
            .addOutputs(means)
            .addIntegerArguments(height, width, height, width, 0, 0, 1, 1, 0, 1, 1)
            .build());
    return means.reshape('c', x.size(0), x.size(3));
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
