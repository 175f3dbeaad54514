package netadapt.nn.kernels;

import netadapt.arch.Activation;

/**
 * Innermost loops over tiles. Java's compiler vectorises them because each is short, has no branch
 * and writes to an array that it reads; it does not vectorise longer ones, or such with an array
 * for the result alone.
 */
final class Loops {
  /** Times this, a positive number is at least 1, so that a minimum with 1 gives its sign. */
  private static final float HUGE = 1e30f;

  private Loops() {}

  /** {@code x -= mean}. */
  static void subtract(float[] x, float[] mean, int length) {
    for (int i = 0; i < length; i++) {
      x[i] -= mean[i];
    }
  }

  /** {@code x = x · scale + shift}. */
  static void affine(float[] x, float[] scale, float[] shift, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = x[i] * scale[i] + shift[i];
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

  /** {@code gradient *= f'(x)}; {@code x} and {@code scratch} are overwritten. */
  static void slope(
      Activation activation, float[] x, float[] gradient, float[] scratch, int length) {
    switch (activation) {
      case NONE -> {}
      case RELU -> {
        for (int i = 0; i < length; i++) {
          gradient[i] *= Math.min(Math.max(x[i] * HUGE, 0f), 1f);
        }
      }
      case HARD_SWISH -> {
        System.arraycopy(x, 0, scratch, 0, length);
        inside(scratch, length);
        hardSwishSlope(x, scratch, length);
        multiply(gradient, x, length);
      }
    }
  }

  /** {@code x = 1} where {@code |x| < 3}, else 0. */
  private static void inside(float[] x, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = Math.min(Math.max((3f - Math.abs(x[i])) * HUGE, 0f), 1f);
    }
  }

  /** {@code x = hardSigmoid(x) + x / 6} inside, and 0 or 1 outside. */
  private static void hardSwishSlope(float[] x, float[] inside, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = (Math.min(Math.max(x[i] + 3f, 0f), 6f) + x[i] * inside[i]) * (1f / 6f);
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

  /** {@code sums += a · b}. */
  static void accumulateProducts(float[] a, float[] b, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += a[i] * b[i];
    }
  }
}
