package netadapt.nn.kernels;

import java.util.Arrays;
import netadapt.arch.Weights;
import netadapt.nn.kernels.Kernels.BatchNormalization;

/**
 * A normalisation as {@code y · scale + shift}.
 *
 * @param mean {@code [filters]} of the normalisation; 0 without one
 * @param scale {@code [filters]}
 * @param shift {@code [filters]}
 */
record ChannelAffine(float[] mean, float[] scale, float[] shift) {

  static ChannelAffine of(BatchNormalization normalization) {
    float[] shift = Addresses.numbers(normalization.beta());
    float[] mean = new float[shift.length];
    float[] scale = new float[shift.length];
    Arrays.fill(scale, 1f);
    if (normalization.normalizes()) {
      mean = Addresses.numbers(normalization.mean());
      scale = Addresses.numbers(normalization.gamma());
      float[] variance = Addresses.numbers(normalization.variance());
      for (int i = 0; i < scale.length; i++) {
        scale[i] *= inverseDeviation(variance[i]);
        shift[i] -= mean[i] * scale[i];
      }
    }
    return new ChannelAffine(mean, scale, shift);
  }

  static float inverseDeviation(float variance) {
    return (float) (1 / Math.sqrt(variance + Weights.BATCH_NORM_EPSILON));
  }

  /** The same as tiles of so many pixels, to be masked for one image after the other. */
  Masked tiles(int pixels) {
    return new Masked(this, pixels);
  }

  /** Tiles whose last channels are 0. */
  static final class Masked {
    private final ChannelAffine affine;
    private final int channels;
    private int kept;

    /** {@code [pixels, filters]}. */
    final float[] scale;

    /** {@code [pixels, filters]}. */
    final float[] shift;

    private Masked(ChannelAffine affine, int pixels) {
      this.affine = affine;
      this.channels = affine.mean.length;
      this.kept = channels;
      this.scale = Tiles.repeat(affine.scale, pixels);
      this.shift = Tiles.repeat(affine.shift, pixels);
    }

    /** Masks all but the first filters, whatever was masked before. */
    void keep(int filters) {
      if (filters > kept) {
        Tiles.repeat(affine.scale, 0, channels, scale);
        Tiles.repeat(affine.shift, 0, channels, shift);
      }
      if (filters != kept && filters < channels) {
        Tiles.zeroAfter(filters, channels, scale);
        Tiles.zeroAfter(filters, channels, shift);
      }
      kept = filters;
    }
  }
}
