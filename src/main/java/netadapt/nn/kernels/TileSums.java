package netadapt.nn.kernels;

import java.util.Arrays;

/**
 * Sums per channel over many tiles. Tiles are added in single precision, place by place; before
 * such sums could lose digits, they are added up in double precision.
 */
final class TileSums {
  private static final int MOST_TILES = 256;

  private final float[] partial;
  private final double[] sums;
  private int tiles;

  /**
   * @param length of the longest tile, a multiple of the channels
   * @param sums per channel, added to by {@link #drain}
   */
  TileSums(int length, double[] sums) {
    this.partial = new float[length];
    this.sums = sums;
  }

  /** Adds a tile. */
  void add(float[] tile, int length) {
    Loops.add(partial, tile, length);
    added();
  }

  /** Adds the products of two tiles, or the squares of one. */
  void addProducts(float[] a, float[] b, int length) {
    Loops.accumulateProducts(a, b, partial, length);
    added();
  }

  private void added() {
    if (++tiles == MOST_TILES) {
      drain();
    }
  }

  /** Moves what was added so far to the sums. */
  void drain() {
    for (int at = 0; at < partial.length; at += sums.length) {
      for (int channel = 0; channel < sums.length; channel++) {
        sums[channel] += partial[at + channel];
      }
    }
    Arrays.fill(partial, 0f);
    tiles = 0;
  }

  /** Adds up the sums of several threads, in their order. */
  static double[] total(double[][] parts) {
    double[] total = parts[0].clone();
    for (int part = 1; part < parts.length; part++) {
      for (int i = 0; i < total.length; i++) {
        total[i] += parts[part][i];
      }
    }
    return total;
  }
}
