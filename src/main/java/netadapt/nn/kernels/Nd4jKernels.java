package netadapt.nn.kernels;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The kernels as ND4J operations, on whatever backend is there, in any floating-point type.
 *
 * <p>Sums over rows are products with a row of ones, since ND4J's own reductions are several times
 * slower in channels-last order.
 */
final class Nd4jKernels implements Kernels {
  private static final int CHANNELS_LAST = 1;

  private final Nd4jFinish finish;

  Nd4jKernels(DataType dataType) {
    this.finish = new Nd4jFinish(new Buffers(dataType));
  }

  @Override
  public void convolution(Geometry geometry, INDArray x, INDArray weight, INDArray y) {
    if (isMatrixProduct(geometry)) {
      Nd4j.gemm(rows(x), matrix(weight), rows(y), false, false, 1, 0);
      return;
    }
    String name = geometry.depthwise() ? "depthwise_conv2d" : "conv2d";
    Nd4j.exec(
        DynamicCustomOp.builder(name)
            .addInputs(x, operand(geometry, dense(weight)))
            .addOutputs(y)
            .addIntegerArguments(arguments(geometry))
            .build());
  }

  @Override
  public void convolutionBackward(
      Geometry geometry, INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
    INDArray own = finish.scratch("dWeight", dWeight.shape());
    if (isMatrixProduct(geometry)) {
      // [rows, in]^T x [rows, filters] -> [in, filters]
      Nd4j.gemm(rows(x), rows(dy), matrix(own), true, false, 1, 0);
      if (dx != null) {
        Nd4j.gemm(rows(dy), matrix(weight), rows(dx), false, true, 1, 0);
      }
    } else {
      INDArray unwanted = dx == null ? Nd4j.createUninitialized(x.dataType(), x.shape()) : dx;
      String name = geometry.depthwise() ? "depthwise_conv2d_bp" : "conv2d_bp";
      Nd4j.exec(
          DynamicCustomOp.builder(name)
              .addInputs(x, operand(geometry, dense(weight)), dy)
              .addOutputs(unwanted, operand(geometry, own))
              .addIntegerArguments(arguments(geometry))
              .build());
    }
    dWeight.addi(own);
  }

  @Override
  public void moments(INDArray y, INDArray mean, INDArray variance) {
    finish.moments(rows(y), mean, variance);
  }

  @Override
  public void finish(
      Finish how, BatchNormalization normalization, INDArray y, INDArray x, INDArray out) {
    finish.forward(how, normalization, y, x, out);
  }

  @Override
  public void finishBackward(
      Finish how,
      BatchNormalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta) {
    finish.backward(how, normalization, y, dOut, dy, dGamma, dBeta);
  }

  @Override
  public void bypassBackward(Finish how, INDArray dOut, INDArray dx) {
    finish.bypassBackward(how, dOut, dx);
  }

  @Override
  public void channelMeans(INDArray x, INDArray means) {
    int height = (int) x.size(1);
    int width = (int) x.size(2);
    // kernel, stride, padding, dilation, not "same" mode, divided by the kernel's size, NHWC
    Nd4j.exec(
        DynamicCustomOp.builder("avgpool2d")
            .addInputs(x)
            .addOutputs(means)
            .addIntegerArguments(height, width, height, width, 0, 0, 1, 1, 0, 1, 1)
            .build());
  }

  @Override
  public void channelProducts(INDArray a, INDArray b, INDArray sums) {
    INDArray product = finish.scratch("product", a.shape());
    combine("multiply", a, b, product);
    channelMeans(product, sums);
    sums.muli(a.size(1) * a.size(2));
  }

  @Override
  public void scaleChannels(INDArray x, INDArray factor, INDArray y) {
    combine("multiply", perImage(x), perImage(factor), perImage(y));
  }

  @Override
  public void scaleChannels(INDArray x, INDArray factor, INDArray offset, INDArray y) {
    scaleChannels(x, factor, y);
    combine("add", perImage(y), perImage(offset), perImage(y));
  }

  @Override
  public void spread(INDArray values, INDArray y) {
    y.assign(0);
    combine("add", perImage(y), perImage(values), perImage(y));
  }

  @Override
  public void fit(INDArray x, INDArray y) {
    long both = Math.min(x.size(3), y.size(3));
    if (both < y.size(3)) {
      Views.channels(y, both, y.size(3)).assign(0);
    }
    Views.channels(y, 0, both).assign(Views.channels(x, 0, both));
  }

  @Override
  public void residualSum(boolean[] removed, INDArray x, INDArray branch, INDArray out) {
    fit(branch, out);
    for (int image = 0; image < removed.length; image++) {
      if (removed[image]) {
        Views.part(out, 0, image, image + 1).assign(0);
      }
    }
    Views.channels(out, 0, x.size(3)).addi(x);
  }

  @Override
  public void upsample(INDArray x, int factor, INDArray y) {
    for (int row = 0; row < factor; row++) {
      for (int column = 0; column < factor; column++) {
        Views.pixels(y, factor, row, column).assign(x);
      }
    }
  }

  @Override
  public void upsampleBackward(INDArray dy, int factor, INDArray dx) {
    dx.assign(0);
    for (int row = 0; row < factor; row++) {
      for (int column = 0; column < factor; column++) {
        dx.addi(Views.pixels(dy, factor, row, column));
      }
    }
  }

  @Override
  public void clear(INDArray x) {
    x.assign(0);
  }

  @Override
  public void difference(INDArray from, INDArray to, double share, INDArray step) {
    step.assign(from).subi(to).muli(share);
  }

  /** An element-wise operation that repeats the smaller operand along missing axes. */
  static void combine(String operation, INDArray a, INDArray b, INDArray result) {
    Nd4j.exec(DynamicCustomOp.builder(operation).addInputs(a, b).addOutputs(result).build());
  }

  private static boolean isMatrixProduct(Geometry geometry) {
    return !geometry.depthwise() && geometry.kernel() == 1 && geometry.stride() == 1;
  }

  /** {@code [n, h, w, c] -> [n·h·w, c]}. */
  static INDArray rows(INDArray x) {
    long channels = x.size(x.rank() - 1);
    return x.reshape('c', x.length() / channels, channels);
  }

  /** {@code [n, h, w, c] -> [n, h·w, c]}. */
  static INDArray perImage(INDArray x) {
    return x.reshape('c', x.size(0), x.size(1) * x.size(2), x.size(3));
  }

  private static INDArray dense(INDArray weight) {
    return Views.isDense(weight) ? weight : weight.dup('c');
  }

  /** {@code [1, 1, in, filters] -> [in, filters]}. */
  private static INDArray matrix(INDArray weight) {
    int last = weight.rank() - 1;
    return dense(weight).reshape('c', weight.size(last - 1), weight.size(last));
  }

  /** Depthwise operations take {@code [k, k, c, 1]}. */
  private static INDArray operand(Geometry geometry, INDArray weight) {
    return geometry.depthwise()
        ? weight.reshape('c', weight.size(0), weight.size(1), weight.size(2), 1)
        : weight;
  }

  private static int[] arguments(Geometry geometry) {
    int k = geometry.kernel();
    int s = geometry.stride();
    int pad = k / 2;
    return new int[] {k, k, s, s, pad, pad, 1, 1, 0, CHANNELS_LAST, 0};
  }
}
