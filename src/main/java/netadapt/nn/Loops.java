package netadapt.nn;

import netadapt.arch.Activation;

/**
 * Innermost loops over tiles, each short and free of branches so that Java's compiler vectorises
 * it: fusing them further makes it give up.
 */
final class Loops {
  /** Makes any positive number at least 1, so that a minimum with 1 tells its sign. */
  private static final float HUGE = 1e30f;

  private Loops() {}

  /** {@code x -= mean}. */
  static void subtract(float[] x, float[] mean, int length) {
    for (int i = 0; i < length; i++) {
      x[i] -= mean[i];
    }
  }

  /** {@code y = x · scale + shift}; {@code y} may be {@code x}. */
  static void affine(float[] x, float[] scale, float[] shift, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = x[i] * scale[i] + shift[i];
    }
  }

  /** {@code x = f(x)}. */
  static void activate(Activation activation, float[] x, int length) {
    switch (activation) {
      case NONE -> {}
      case RELU -> {
        for (int i = 0; i < length; i++) {
          x[i] = Math.max(x[i], 0f);
        }
      }
      case HARD_SWISH -> {
        for (int i = 0; i < length; i++) {
          x[i] = x[i] * (Math.min(Math.max(x[i] + 3f, 0f), 6f) * (1f / 6f));
        }
      }
    }
  }

  /** {@code gradient *= f'(x)}; {@code x} is overwritten. */
  static void slope(Activation activation, float[] x, float[] gradient, int length) {
    switch (activation) {
      case NONE -> {}
      case RELU -> {
        for (int i = 0; i < length; i++) {
          gradient[i] *= Math.min(Math.max(x[i] * HUGE, 0f), 1f);
        }
      }
      case HARD_SWISH -> {
        hardSwishSlope(x, length);
        multiply(gradient, x, length);
      }
    }
  }

  /** {@code x = hardSigmoid(x) + x / 6} where {@code |x| < 3}, and 0 or 1 outside. */
  private static void hardSwishSlope(float[] x, int length) {
    for (int i = 0; i < length; i++) {
      float inside = Math.min(Math.max((3f - Math.abs(x[i])) * HUGE, 0f), 1f);
      x[i] = Math.min(Math.max(x[i] + 3f, 0f), 6f) * (1f / 6f) + x[i] * (1f / 6f) * inside;
    }
  }

  /** {@code x *= factor}. */
  static void multiply(float[] x, float[] factor, int length) {
    for (int i = 0; i < length; i++) {
      x[i] *= factor[i];
    }
  }

  /** {@code x += y}. */
  static void add(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      x[i] += y[i];
    }
  }

  /** {@code sums += x} and {@code squares += x²}. */
  static void accumulate(float[] x, float[] sums, float[] squares, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += x[i];
      squares[i] += x[i] * x[i];
    }
  }

  /** {@code sums += a · b}. */
  static void accumulateProducts(float[] a, float[] b, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += a[i] * b[i];
    }
  }
}
