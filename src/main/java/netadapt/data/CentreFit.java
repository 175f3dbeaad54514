package netadapt.data;

import java.util.Arrays;

/**
 * Brings images to one size: the shorter side is made to fit, then the centre is cut out.
 *
 * <p>Shrinking averages over the area that a pixel covers; enlarging interpolates linearly.
 */
public final class CentreFit {
  private CentreFit() {}

  /**
   * Scales and cuts an image.
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
    byte[] target = new byte[height * width * channels];
    float[] line = new float[image.width() * channels];
    for (int y = 0; y < height; y++) {
      blendRows(image, rows, y, line); // [h, w, c] -> [w, c]
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          float sum = 0.5f;
          for (int tap = 0; tap < columns.weights[x].length; tap++) {
            sum += columns.weights[x][tap] * line[(columns.first[x] + tap) * channels + c];
          }
          target[(y * width + x) * channels + c] = (byte) Math.min(255, (int) sum);
        }
      }
    }
    return new DecodedImage(height, width, channels, target);
  }

  private static void blendRows(DecodedImage image, Taps rows, int y, float[] line) {
    byte[] pixels = image.pixels();
    Arrays.fill(line, 0f);
    for (int tap = 0; tap < rows.weights[y].length; tap++) {
      float weight = rows.weights[y][tap];
      int from = (rows.first[y] + tap) * line.length;
      for (int i = 0; i < line.length; i++) {
        line[i] += weight * (pixels[from + i] & 0xff);
      }
    }
  }

  /** Which source pixels make up each wanted pixel along one side, and how much each counts. */
  private static Taps taps(int source, int wanted, double step) {
    double start = (source - wanted * step) / 2;
    if (step == 1) {
      start = Math.floor(start); // a crop between two pixels would blur
    }
    int[] first = new int[wanted];
    float[][] weights = new float[wanted][];
    for (int i = 0; i < wanted; i++) {
      double from = start + i * step;
      // Covered area; when enlarging, the unit square around the sample point: a linear blend.
      double low = step < 1 ? from + step / 2 - 0.5 : from;
      double high = step < 1 ? low + 1 : from + step;
      int begin = (int) Math.max(0, Math.floor(low + 1e-9));
      int end = (int) Math.min(source, Math.ceil(high - 1e-9));
      first[i] = begin;
      weights[i] = new float[end - begin];
      double total = 0;
      for (int p = begin; p < end; p++) {
        total += overlap(low, high, p);
      }
      for (int p = begin; p < end; p++) {
        weights[i][p - begin] = (float) (overlap(low, high, p) / total);
      }
    }
    return new Taps(first, weights);
  }

  private static double overlap(double low, double high, int pixel) {
    return Math.min(high, pixel + 1) - Math.max(low, pixel);
  }

  /** For each wanted pixel, its first source pixel and the weights from there on, summing to 1. */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Taps(int[] first, float[][] weights) {}
}
