package netadapt.data;

import java.awt.image.Raster;
import java.nio.charset.StandardCharsets;

/** Turns the numbers stored in a JPEG file into colours, for files that ImageIO leaves to us. */
final class StoredJpeg {
  private static final int APP14 = 0xee;
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int NO_ADOBE_MARKER = -1;
  private static final int NO_TRANSFORM = 0;

  private StoredJpeg() {}

  /**
   * @param raster 1 (grey), 3 (YCbCr or RGB) or 4 bands (CMYK or YCCK), 8 bits each
   * @param bytes of the file, for its Adobe marker
   */
  static DecodedImage colours(Raster raster, byte[] bytes) {
    int transform = adobeTransform(bytes);
    int bands = raster.getNumBands();
    int height = raster.getHeight();
    int width = raster.getWidth();
    int channels = bands < 3 ? 1 : 3;
    byte[] pixels = new byte[height * width * channels];
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++, to += channels) {
        int from = x * bands;
        if (channels == 1) {
          pixels[to] = (byte) row[from];
          continue;
        }
        boolean luminance = bands == 3 ? transform != NO_TRANSFORM : transform > NO_TRANSFORM;
        if (luminance) {
          toRgb(row, from);
        }
        // Adobe stores inks inverted, so that 255 is paper; the rest of the world does not.
        int paper = transform == NO_ADOBE_MARKER ? 255 : 0;
        int black = bands == 3 ? 255 : paper ^ row[from + 3];
        for (int c = 0; c < 3; c++) {
          int light = bands == 3 ? row[from + c] : paper ^ row[from + c];
          pixels[to + c] = (byte) ((light * black + 127) / 255);
        }
      }
    }
    return new DecodedImage(height, width, channels, pixels);
  }

  /** YCbCr to RGB, in place (JFIF 1.02). */
  private static void toRgb(int[] row, int from) {
    double y = row[from];
    double cb = row[from + 1] - 128;
    double cr = row[from + 2] - 128;
    row[from] = clamp(y + 1.402 * cr);
    row[from + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
    row[from + 2] = clamp(y + 1.772 * cb);
  }

  private static int clamp(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }

  /** The transform byte of the APP14 segment "Adobe": 0 none, 1 YCbCr, 2 YCCK; −1 without. */
  private static int adobeTransform(byte[] bytes) {
    int at = JpegSegments.find(bytes, APP14, ADOBE);
    return at < 0 || at + 11 >= bytes.length ? NO_ADOBE_MARKER : bytes[at + 11];
  }
}
