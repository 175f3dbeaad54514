package netadapt.nn;

import netadapt.arch.Activation;
import netadapt.arch.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.strict.HardSigmoid;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The kernels as ND4J operations, on whatever backend is there; not safe for use by several
 * threads.
 *
 * <p>Sums over rows are products with a row of ones, since ND4J's own reductions are several times
 * slower in channels-last order.
 */
public final class Nd4jKernels implements Kernels {
  private static final int CHANNELS_LAST = 1;

  private INDArray ones;

  @Override
  public void convolution(Geometry geometry, INDArray x, INDArray weight, INDArray y) {
    if (isMatrixProduct(geometry)) {
      Nd4j.gemm(rows(x), matrix(weight), rows(y), false, false, 1, 0);
      return;
    }
    String name = geometry.depthwise() ? "depthwise_conv2d" : "conv2d";
    Nd4j.exec(
        DynamicCustomOp.builder(name)
            .addInputs(x, operand(geometry, weight))
            .addOutputs(y)
            .addIntegerArguments(arguments(geometry))
            .build());
  }

  @Override
  public void convolutionBackward(
      Geometry geometry, INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
    if (isMatrixProduct(geometry)) {
      // [rows, in]^T x [rows, filters] -> [in, filters]
      Nd4j.gemm(rows(x), rows(dy), matrix(dWeight), true, false, 1, 0);
      if (dx != null) {
        Nd4j.gemm(rows(dy), matrix(weight), rows(dx), false, true, 1, 0);
      }
      return;
    }
    INDArray unwanted = dx == null ? Nd4j.createUninitialized(x.dataType(), x.shape()) : dx;
    String name = geometry.depthwise() ? "depthwise_conv2d_bp" : "conv2d_bp";
    Nd4j.exec(
        DynamicCustomOp.builder(name)
            .addInputs(x, operand(geometry, weight), dy)
            .addOutputs(unwanted, operand(geometry, dWeight))
            .addIntegerArguments(arguments(geometry))
            .build());
  }

  @Override
  public void batchNorm(
      INDArray x, INDArray gamma, INDArray beta, INDArray y, INDArray moments, INDArray scratch) {
    long count = x.size(0);
    INDArray mean = moments.getRow(0, true);
    INDArray variance = moments.getRow(1, true);
    sumRows(x, mean);
    mean.divi(count);
    combine("subtract", x, mean, x);
    combine("multiply", x, x, scratch);
    sumRows(scratch, variance);
    variance.divi(count);
    combine("multiply", x, inverseDeviation(variance), x);
    affine(x, gamma, beta, y);
  }

  @Override
  public void batchNormBackward(
      INDArray normalized,
      INDArray gamma,
      INDArray moments,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta,
      INDArray scratch) {
    double count = dy.size(0);
    sumRows(dy, dBeta);
    combine("multiply", dy, normalized, scratch);
    sumRows(scratch, dGamma);
    // dx = gamma / deviation · (dy − mean(dy) − normalized · mean(dy · normalized))
    INDArray factor = inverseDeviation(moments.getRow(1, true)).muli(gamma);
    combine("multiply", normalized, dGamma.div(count), scratch);
    dy.subi(scratch);
    combine("subtract", dy, dBeta.div(count), dy);
    combine("multiply", dy, factor, dy);
  }

  @Override
  public void affine(INDArray x, INDArray scale, INDArray shift, INDArray y) {
    combine("multiply", x, scale, y);
    combine("add", y, shift, y);
  }

  @Override
  public void activate(Activation activation, INDArray x, INDArray y) {
    switch (activation) {
      case NONE -> {
        if (x != y) {
          y.assign(x);
        }
      }
      case RELU -> Nd4j.exec(new RectifiedLinear(x, y));
      case HARD_SWISH -> {
        hardSigmoid(x, y);
        y.muli(x);
      }
    }
  }

  @Override
  public void activateBackward(
      Activation activation, INDArray x, INDArray dy, INDArray dx, INDArray scratch) {
    switch (activation) {
      case NONE -> {
        if (dx != dy) {
          dx.assign(dy);
        }
      }
      case RELU -> {
        Nd4j.exec(new Step(x, scratch, 0.0));
        combine("multiply", dy, scratch, dx);
      }
      case HARD_SWISH -> {
        // f'(x) = hardSigmoid(x) + x / 6 where |x| < 3, and 0 or 1 outside
        INDArray derivative = Nd4j.createUninitialized(x.dataType(), x.shape());
        Nd4j.exec(new Step(x, scratch, -3.0));
        Nd4j.exec(new Step(x, derivative, 3.0));
        scratch.subi(derivative);
        scratch.muli(x).divi(6);
        hardSigmoid(x, derivative);
        scratch.addi(derivative);
        combine("multiply", dy, scratch, dx);
      }
    }
  }

  @Override
  public void sumRows(INDArray x, INDArray sum) {
    if (ones == null || ones.length() != x.size(0) || ones.dataType() != x.dataType()) {
      ones = Nd4j.ones(x.dataType(), 1, x.size(0));
    }
    Nd4j.gemm(ones, x, sum, false, false, 1, 0);
  }

  @Override
  public void scaleChannels(INDArray x, INDArray factor, INDArray y) {
    combine("multiply", x, factor, y);
  }

  /** {@code min(max(x + 3, 0), 6) / 6}. */
  static void hardSigmoid(INDArray x, INDArray y) {
    // ND4J's hard sigmoid is min(max(0.2 x + 0.5, 0), 1); clipbyvalue is twenty times slower.
    Nd4j.exec(new ScalarMultiplication(x, null, y, 1 / 1.2));
    Nd4j.exec(new HardSigmoid(y, y));
  }

  /** An element-wise operation that repeats the smaller operand along missing axes. */
  static void combine(String operation, INDArray a, INDArray b, INDArray result) {
    Nd4j.exec(DynamicCustomOp.builder(operation).addInputs(a, b).addOutputs(result).build());
  }

  private static INDArray inverseDeviation(INDArray variance) {
    INDArray deviation = variance.add(Weights.BATCH_NORM_EPSILON);
    return Transforms.sqrt(deviation, false).rdivi(1);
  }

  private static boolean isMatrixProduct(Geometry geometry) {
    return !geometry.depthwise() && geometry.kernel() == 1 && geometry.stride() == 1;
  }

  /** {@code [n, h, w, c] -> [n·h·w, c]}. */
  static INDArray rows(INDArray x) {
    long channels = x.size(x.rank() - 1);
    return x.reshape('c', x.length() / channels, channels);
  }

  /** {@code [1, 1, in, filters] -> [in, filters]}. */
  private static INDArray matrix(INDArray weight) {
    return weight.reshape('c', weight.size(2), weight.size(3));
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
