package netadapt.data;

import java.util.Arrays;

/**
 * Scales a part of an image to a size, as {@code Image.resize} of the Python library Pillow does
 * with its filter {@code BILINEAR}: enlarging interpolates linearly; shrinking weights by a
 * triangle that is two wanted pixels wide.
 */
final class Resampling {
  /** Weights are whole numbers of so many bits, as Pillow's are. */
  private static final int BITS = 22;

  private static final int HALF = 1 << (BITS - 1);

  private Resampling() {}

  /**
   * What becomes one side of the wanted image.
   *
   * @param start first pixel of the part
   * @param length of the part, in pixels; need not be whole
   * @param low first pixel that may count: beyond the part, near pixels do, unless this forbids it
   * @param high pixel after the last that may count
   */
  record Span(int start, double length, int low, int high) {
    /** So many pixels of a side; those around them do not count. */
    static Span cut(int start, int length) {
      return new Span(start, length, start, start + length);
    }

    /** The source pixel in which the middle of each wanted one lies. */
    int[] nearest(int wanted) {
      int[] pixels = new int[wanted];
      for (int i = 0; i < wanted; i++) {
        int pixel = (int) Math.floor(start + (i + 0.5) * length / wanted);
        pixels[i] = Math.max(low, Math.min(high - 1, pixel));
      }
      return pixels;
    }
  }

  /**
   * Scales a part of an image.
   *
   * @param rows of the part
   * @param columns of the part
   * @param height wanted, in pixels
   * @param width wanted, in pixels
   * @return {@code [height, width, c]}
   */
  static DecodedImage resample(DecodedImage image, Span rows, Span columns, int height, int width) {
    Taps down = taps(rows, height);
    int channels = image.channels();
    byte[] lines = across(image, down, taps(columns, width)); // [h, w, c] -> [rows used, width, c]
    byte[] pixels = down(lines, down, width * channels); // -> [height, width, c]
    return new DecodedImage(height, width, channels, pixels);
  }

  /** Scales the lines that are needed. */
  private static byte[] across(DecodedImage image, Taps rows, Taps columns) {
    int channels = image.channels();
    int length = columns.first.length * channels;
    byte[] lines = new byte[rows.used() * length];
    for (int line = 0; line < rows.used(); line++) {
      int from = (rows.first[0] + line) * image.width() * channels;
      if (channels == 3) {
        acrossColours(image.pixels(), from, columns, lines, line * length);
      } else {
        acrossGrey(image.pixels(), from, columns, lines, line * length);
      }
    }
    return lines;
  }

  private static void acrossGrey(byte[] pixels, int line, Taps columns, byte[] lines, int to) {
    for (int x = 0; x < columns.first.length; x++) {
      int from = line + columns.first[x];
      int sum = HALF;
      for (int weight : columns.weights[x]) {
        sum += weight * (pixels[from++] & 0xff);
      }
      lines[to + x] = (byte) (sum >> BITS);
    }
  }

  private static void acrossColours(byte[] pixels, int line, Taps columns, byte[] lines, int to) {
    for (int x = 0; x < columns.first.length; x++) {
      int from = line + 3 * columns.first[x];
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      for (int weight : columns.weights[x]) {
        red += weight * (pixels[from] & 0xff);
        green += weight * (pixels[from + 1] & 0xff);
        blue += weight * (pixels[from + 2] & 0xff);
        from += 3;
      }
      lines[to + 3 * x] = (byte) (red >> BITS);
      lines[to + 3 * x + 1] = (byte) (green >> BITS);
      lines[to + 3 * x + 2] = (byte) (blue >> BITS);
    }
  }

  private static byte[] down(byte[] lines, Taps rows, int length) {
    int height = rows.first.length;
    byte[] pixels = new byte[height * length];
    int[] sums = new int[length];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      for (int tap = 0; tap < rows.weights[y].length; tap++) {
        int weight = rows.weights[y][tap];
        int from = (rows.first[y] - rows.first[0] + tap) * length;
        for (int i = 0; i < length; i++) {
          sums[i] += weight * (lines[from + i] & 0xff);
        }
      }
      for (int i = 0; i < length; i++) {
        pixels[y * length + i] = (byte) (sums[i] >> BITS);
      }
    }
    return pixels;
  }

  /** Which source pixels make up each wanted pixel along one side, and how much each counts. */
  private static Taps taps(Span span, int wanted) {
    double scale = span.length() / wanted;
    double support = Math.max(1, scale);
    int[] first = new int[wanted];
    int[][] weights = new int[wanted][];
    for (int i = 0; i < wanted; i++) {
      double centre = span.start() + (i + 0.5) * scale;
      first[i] = Math.max(span.low(), (int) (centre - support + 0.5));
      double[] shares =
          new double[Math.min(span.high(), (int) (centre + support + 0.5)) - first[i]];
      for (int tap = 0; tap < shares.length; tap++) {
        double distance = Math.abs((first[i] + tap - centre + 0.5) * (1 / support));
        shares[tap] = Math.max(0, 1 - distance);
      }
      weights[i] = weights(shares);
    }
    return new Taps(first, weights);
  }

  private static int[] weights(double[] shares) {
    double total = 0;
    for (double share : shares) {
      total += share; // in this order, and not as a stream adds, which corrects what is lost
    }
    double all = total;
    return Arrays.stream(shares).mapToInt(s -> (int) (0.5 + s / all * (1 << BITS))).toArray();
  }

  /** For each wanted pixel, its first source pixel and the weights from there on. */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Taps(int[] first, int[][] weights) {
    /** How many source pixels there are from the first that is used to the last. */
    int used() {
      int last = first.length - 1;
      return first[last] + weights[last].length - first[0];
    }
  }
}
