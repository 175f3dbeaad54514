package netadapt.data;

import java.io.Serializable;

/**
 * Brings images that one network reads to the format of another: first to its size, bilinear
 * between the centres of pixels and without antialiasing, then to its colours and normalisation.
 * Where nothing of these differs, no number does.
 *
 * @param from what there is, channels last
 * @param to what is wanted
 */
public record FormatChange(ImageFormat from, ImageFormat to) implements Serializable {
  /** Of red, green and blue in grey: ITU-R BT.601, as images are read. */
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  /**
   * @throws IllegalArgumentException if what there is has the channels first
   */
  public FormatChange {
    if (from.layout() != Layout.CHANNELS_LAST) {
      throw new IllegalArgumentException("images that are changed must have the channels last");
    }
  }

  /**
   * Changes images.
   *
   * @param images {@code [n, h, w, c]}, normalised
   * @param count how many, {@code n}
   * @return {@code [n, h', w', c']} or {@code [n, c', h', w']}, normalised
   */
  public float[] apply(float[] images, int count) {
    float[] changed = new float[count * to.imageSize()];
    float[] resized = new float[to.height() * to.width() * from.channels()];
    double[][] factors = factors();
    double[] offsets = offsets();
    for (int image = 0; image < count; image++) {
      resize(images, image * from.imageSize(), resized);
      recolor(resized, factors, offsets, changed, image * to.imageSize());
    }
    return changed;
  }

  /** {@code [h, w, c] -> [h', w', c]}. */
  private void resize(float[] images, int at, float[] resized) {
    int channels = from.channels();
    if (from.height() == to.height() && from.width() == to.width()) {
      System.arraycopy(images, at, resized, 0, resized.length);
      return;
    }
    int next = 0;
    for (int y = 0; y < to.height(); y++) {
      double down = place(y, to.height(), from.height());
      int above = (int) down;
      int below = Math.min(above + 1, from.height() - 1);
      for (int x = 0; x < to.width(); x++) {
        double across = place(x, to.width(), from.width());
        int left = (int) across;
        int right = Math.min(left + 1, from.width() - 1);
        for (int c = 0; c < channels; c++) {
          double upper = between(images, at, above, left, right, c, across - left);
          double lower = between(images, at, below, left, right, c, across - left);
          resized[next++] = (float) (upper + (down - above) * (lower - upper));
        }
      }
    }
  }

  /** Where the centre of a pixel of the new size is among those of the old one. */
  private static double place(int pixel, int size, int oldSize) {
    double place = (pixel + 0.5) * oldSize / size - 0.5;
    return Math.max(0, Math.min(place, oldSize - 1.0));
  }

  private double between(
      float[] images, int at, int row, int left, int right, int channel, double share) {
    int start = at + row * from.width() * from.channels() + channel;
    double first = images[start + left * from.channels()];
    double second = images[start + right * from.channels()];
    return first + share * (second - first);
  }

  /** {@code [h', w', c]} to the wanted channels, normalisation and layout. */
  private void recolor(
      float[] resized, double[][] factors, double[] offsets, float[] changed, int at) {
    int pixels = to.height() * to.width();
    boolean first = to.layout() == Layout.CHANNELS_FIRST;
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int c = 0; c < to.channels(); c++) {
        double value = offsets[c];
        for (int k = 0; k < from.channels(); k++) {
          value += factors[c][k] * resized[pixel * from.channels() + k];
        }
        changed[at + (first ? c * pixels + pixel : pixel * to.channels() + c)] = (float) value;
      }
    }
  }

  /** Share of each old channel in each new one, {@code [c'][c]}. */
  private double[][] shares() {
    double[][] shares = new double[to.channels()][from.channels()];
    for (int c = 0; c < to.channels(); c++) {
      if (from.channels() == to.channels()) {
        shares[c][c] = 1;
      } else if (from.channels() == 1) {
        shares[c][0] = 1;
      } else {
        shares[c] = LUMA.clone();
      }
    }
    return shares;
  }

  /** What old numbers are multiplied by, {@code [c'][c]}. */
  private double[][] factors() {
    float[] oldStd = from.normalization().std();
    float[] newStd = to.normalization().std();
    double[][] factors = shares();
    for (int c = 0; c < factors.length; c++) {
      for (int k = 0; k < factors[c].length; k++) {
        factors[c][k] *= (double) oldStd[k] / newStd[c];
      }
    }
    return factors;
  }

  /** What is added then, {@code [c']}. */
  private double[] offsets() {
    float[] oldMean = from.normalization().mean();
    float[] newMean = to.normalization().mean();
    float[] newStd = to.normalization().std();
    double[][] shares = shares();
    double[] offsets = new double[to.channels()];
    for (int c = 0; c < offsets.length; c++) {
      double mean = 0;
      for (int k = 0; k < oldMean.length; k++) {
        mean += shares[c][k] * oldMean[k];
      }
      offsets[c] = (mean - newMean[c]) / newStd[c];
    }
    return offsets;
  }
}
