package netadapt.nn.kernels;

import netadapt.arch.Activation;
import netadapt.arch.Weights;
import netadapt.nn.kernels.Kernels.BatchNormalization;
import netadapt.nn.kernels.Kernels.Finish;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What follows a convolution, step by step in ND4J operations. */
final class Nd4jFinish {
  private final Buffers buffers;

  /** Sums of so many, one number after the other, keep five digits in single precision. */
  private static final long ROWS_AT_ONCE = 16_384;

  private INDArray ones;

  Nd4jFinish(Buffers buffers) {
    this.buffers = buffers;
  }

  INDArray scratch(String name, long... shape) {
    return buffers.array(name, shape);
  }

  void moments(INDArray rows, INDArray mean, INDArray variance) {
    long count = rows.size(0);
    INDArray centred = scratch("centred", rows.shape());
    sumRows(rows, mean);
    mean.divi(count);
    Nd4jKernels.combine("subtract", rows, mean, centred);
    Nd4jKernels.combine("multiply", centred, centred, centred);
    sumRows(centred, variance);
    variance.divi(count);
  }

  void forward(
      Finish finish, BatchNormalization normalization, INDArray y, INDArray x, INDArray out) {
    INDArray before = preActivation(normalization, y);
    boolean direct = y.size(3) == out.size(3);
    INDArray active = direct ? out : scratch("active", y.shape());
    activate(finish.activation(), before, Nd4jKernels.rows(active));
    mask(finish, active);
    if (!direct) {
      Views.channels(out, y.size(3), out.size(3)).assign(0);
      Views.channels(out, 0, y.size(3)).assign(active);
    }
    if (finish.bypasses()) {
      INDArray passed = scratch("bypass", bypassShape(finish, out));
      passed.assign(bypassed(finish, x));
      bypassed(finish, out, 1).addi(complemented(finish, passed));
    }
  }

  void backward(
      Finish finish,
      BatchNormalization normalization,
      INDArray y,
      INDArray dOut,
      INDArray dy,
      INDArray dGamma,
      INDArray dBeta) {
    INDArray before = preActivation(normalization, y);
    dy.assign(Views.channels(dOut, 0, y.size(3)));
    mask(finish, dy);
    INDArray gradient = Nd4jKernels.rows(dy);
    activateBackward(finish.activation(), before, gradient);
    sumRows(gradient, dBeta);
    if (!normalization.normalizes()) {
      return;
    }
    double count = gradient.size(0);
    INDArray inverse = inverseDeviation(normalization.variance());
    INDArray normalized = scratch("centred", gradient.shape());
    Nd4jKernels.combine("subtract", Nd4jKernels.rows(y), normalization.mean(), normalized);
    Nd4jKernels.combine("multiply", normalized, inverse, normalized);
    INDArray product = scratch("product", gradient.shape());
    Nd4jKernels.combine("multiply", gradient, normalized, product);
    sumRows(product, dGamma);
    // dx = gamma / deviation · (dy − mean(dy) − normalized · mean(dy · normalized))
    Nd4jKernels.combine("multiply", normalized, dGamma.div(count), product);
    gradient.subi(product);
    Nd4jKernels.combine("subtract", gradient, dBeta.div(count), gradient);
    Nd4jKernels.combine("multiply", gradient, inverse.mul(normalization.gamma()), gradient);
  }

  void bypassBackward(Finish finish, INDArray dOut, INDArray dx) {
    if (finish.bypasses()) {
      INDArray passed = scratch("bypass", bypassShape(finish, dOut));
      passed.assign(bypassed(finish, dOut, 1));
      bypassed(finish, dx).addi(complemented(finish, passed));
    }
  }

  private INDArray preActivation(BatchNormalization normalization, INDArray y) {
    INDArray rows = Nd4jKernels.rows(y);
    INDArray before = scratch("before", rows.shape());
    if (!normalization.normalizes()) {
      Nd4jKernels.combine("add", rows, normalization.beta(), before);
      return before;
    }
    INDArray scale = inverseDeviation(normalization.variance()).muli(normalization.gamma());
    Nd4jKernels.combine("subtract", rows, normalization.mean(), before);
    Nd4jKernels.combine("multiply", before, scale, before);
    Nd4jKernels.combine("add", before, normalization.beta(), before);
    return before;
  }

  /** {@code y = f(x)}, not in place. */
  private static void activate(Activation activation, INDArray x, INDArray y) {
    switch (activation) {
      case NONE -> y.assign(x);
      case RELU -> Nd4j.exec(new RectifiedLinear(x, y));
      case HARD_SWISH -> {
        HardSigmoid.apply(x, y);
        y.muli(x);
      }
      case HARD_SIGMOID -> HardSigmoid.apply(x, y);
    }
  }

  /** {@code gradient *= f'(x)}. */
  private void activateBackward(Activation activation, INDArray x, INDArray gradient) {
    switch (activation) {
      case NONE -> {}
      case RELU -> {
        INDArray slope = scratch("slope", x.shape());
        Nd4j.exec(new Step(x, slope, 0.0));
        gradient.muli(slope);
      }
      case HARD_SWISH -> {
        // f'(x) = hardSigmoid(x) + x / 6 where |x| < 3, and 0 or 1 outside
        INDArray slope = scratch("slope", x.shape());
        INDArray other = scratch("other", x.shape());
        HardSigmoid.slope(x, slope, other);
        slope.muli(x);
        HardSigmoid.apply(x, other);
        slope.addi(other);
        gradient.muli(slope);
      }
      case HARD_SIGMOID -> {
        INDArray slope = scratch("slope", x.shape());
        HardSigmoid.slope(x, slope, scratch("other", x.shape()));
        gradient.muli(slope);
      }
    }
  }

  private void sumRows(INDArray x, INDArray sum) {
    long rows = x.size(0);
    long most = Math.min(rows, ROWS_AT_ONCE);
    if (ones == null || ones.length() != most || ones.dataType() != x.dataType()) {
      ones = Nd4j.ones(x.dataType(), 1, most);
    }
    Nd4j.gemm(ones, Views.part(x, 0, 0, most), sum, false, false, 1, 0);
    INDArray more = rows == most ? sum : sum.ulike();
    for (long from = most; from < rows; from += most) {
      long to = Math.min(rows, from + most);
      INDArray some = Views.part(ones, 1, 0, to - from);
      Nd4j.gemm(some, Views.part(x, 0, from, to), more, false, false, 1, 0);
      sum.addi(more);
    }
  }

  private static INDArray inverseDeviation(INDArray variance) {
    INDArray deviation = variance.add(Weights.BATCH_NORM_EPSILON);
    return Transforms.sqrt(deviation, false).rdivi(1);
  }

  /** Zeroes every image's last filters. */
  private static void mask(Finish finish, INDArray filters) {
    multiply(filters, finish.kept(), 1, 0);
  }

  /** Zeroes the channels that filters fill. */
  private static INDArray complemented(Finish finish, INDArray channels) {
    multiply(channels, finish.kept(), 0, 1);
    return channels;
  }

  private static void multiply(INDArray x, int[] kept, float first, float last) {
    int channels = (int) x.size(3);
    float[] mask = new float[kept.length * channels];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % channels < kept[i / channels] ? first : last;
    }
    INDArray factors = Nd4j.create(mask, new long[] {kept.length, 1, channels}, 'c');
    INDArray perImage = Nd4jKernels.perImage(x);
    Nd4jKernels.combine("multiply", perImage, factors.castTo(x.dataType()), perImage);
  }

  private static INDArray bypassed(Finish finish, INDArray x) {
    return bypassed(finish, x, finish.stride());
  }

  private static INDArray bypassed(Finish finish, INDArray x, int stride) {
    return Views.channels(Views.pixels(x, stride), 0, finish.bypassTo());
  }

  private static long[] bypassShape(Finish finish, INDArray out) {
    return new long[] {out.size(0), out.size(1), out.size(2), finish.bypassTo()};
  }
}
