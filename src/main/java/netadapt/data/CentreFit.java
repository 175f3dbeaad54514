package netadapt.data;

import java.util.Arrays;

/**
 * Brings images to one size: the shorter side is made to fit, and the centre is cut out.
 *
 * <p>Enlarging interpolates linearly; shrinking weights by a triangle that is two wanted pixels
 * wide. This is what {@code Image.resize} of the Python library Pillow does with its filter {@code
 * BILINEAR}, and others with "antialias", so that who uses a network can prepare images as those
 * that it was trained on. Pillow 11 gives the same bytes; Pillow 13, which may scale downwards
 * before it scales across, some that differ by one.
 */
public final class CentreFit {
  /** Weights are whole numbers of so many bits, as Pillow's are. */
  private static final int BITS = 22;

  private static final int HALF = 1 << (BITS - 1);

  private CentreFit() {}

  /**
   * Scales and cuts an image. The part cut out has the wanted shape, is as large as can be, and
   * starts at a whole pixel; of two middle ones, the upper and the left one.
   *
   * @param height wanted, in pixels
   * @param width wanted, in pixels
   * @return {@code [height, width, c]}; the image itself if it has that size
   */
  public static DecodedImage fit(DecodedImage image, int height, int width) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    // Source pixels per wanted pixel, the same in both directions.
    double step = Math.min((double) image.height() / height, (double) image.width() / width);
    Taps rows = taps(image.height(), height, step);
    Taps columns = taps(image.width(), width, step);
    int channels = image.channels();
    byte[] lines = across(image, rows, columns); // [h, w, c] -> [rows used, width, c]
    byte[] pixels = down(lines, rows, width * channels); // -> [height, width, c]
    return new DecodedImage(height, width, channels, pixels);
  }

  /** Scales the lines that are needed. */
  private static byte[] across(DecodedImage image, Taps rows, Taps columns) {
    int channels = image.channels();
    int width = columns.first.length;
    byte[] pixels = image.pixels();
    byte[] lines = new byte[rows.used() * width * channels];
    int to = 0;
    for (int y = rows.first[0]; y < rows.first[0] + rows.used(); y++) {
      for (int x = 0; x < width; x++) {
        int[] weights = columns.weights[x];
        int start = (y * image.width() + columns.first[x]) * channels;
        for (int c = 0; c < channels; c++) {
          int sum = HALF;
          for (int tap = 0, from = start + c; tap < weights.length; tap++, from += channels) {
            sum += weights[tap] * (pixels[from] & 0xff);
          }
          lines[to++] = (byte) (sum >> BITS);
        }
      }
    }
    return lines;
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
  private static Taps taps(int source, int wanted, double step) {
    int start = (int) ((source - wanted * step) / 2);
    // Pillow is given the part to cut out in single precision.
    double scale = (double) ((float) (start + wanted * step) - (float) start) / wanted;
    double support = Math.max(1, scale);
    int[] first = new int[wanted];
    int[][] weights = new int[wanted][];
    for (int i = 0; i < wanted; i++) {
      double centre = start + (i + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      double[] shares = new double[Math.min(source, (int) (centre + support + 0.5)) - first[i]];
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
