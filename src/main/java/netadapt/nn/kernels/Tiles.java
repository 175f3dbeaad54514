package netadapt.nn.kernels;

import java.util.Arrays;

/**
 * Channels-last arrays a tile at a time: a few pixels with all their channels are copied to Java's
 * heap, computed on while they are in the first-level cache, and copied back.
 *
 * <p>Java copies whole tiles at once and vectorises loops over heap arrays, so a pass costs about
 * what reading and writing memory costs, however much it computes.
 */
final class Tiles {
  /** Numbers in a tile: five or so tiles fit into a first-level cache of 32 KB. */
  static final int LENGTH = 1024;

  private Tiles() {}

  /** How many pixels of so many channels make a tile. */
  static int pixels(int channels) {
    return Math.max(1, LENGTH / channels);
  }

  /** Numbers per channel, repeated for every pixel of a tile. */
  static float[] repeat(float[] perChannel, int pixels) {
    float[] tile = new float[perChannel.length * pixels];
    repeat(perChannel, 0, perChannel.length, tile);
    return tile;
  }

  /** Fills a tile with {@code values[from … from + channels)} for every pixel. */
  static void repeat(float[] values, int from, int channels, float[] tile) {
    for (int at = 0; at < tile.length; at += channels) {
      System.arraycopy(values, from, tile, at, channels);
    }
  }

  /** Sets every pixel's channels from {@code kept} on to 0. */
  static void zeroAfter(int kept, int channels, float[] tile) {
    for (int at = 0; at < tile.length; at += channels) {
      Arrays.fill(tile, at + kept, at + channels, 0f);
    }
  }

  /**
   * Copies the channels that both have and zeroes the further ones.
   *
   * @param x {@code [pixels, from]}
   * @param y {@code [pixels, to]}
   */
  static void fit(float[] x, int from, float[] y, int to, int pixels) {
    int both = Math.min(from, to);
    for (int pixel = 0; pixel < pixels; pixel++) {
      System.arraycopy(x, pixel * from, y, pixel * to, both);
      Arrays.fill(y, pixel * to + both, (pixel + 1) * to, 0f);
    }
  }
}
