package netadapt.data;

import java.util.Arrays;

/**
 * Moves the pixels of an image: the wanted pixel (x, y) is the nearest one to {@code (a x + b y +
 * c, d x + e y + f)} of the image, grey of 128 where there is none. This is what {@code
 * Image.transform} of the Python library Pillow does, in whole numbers of 1/65,536 pixel.
 */
record Affine(double a, double b, double c, double d, double e, double f) {
  private static final int BITS = 16;
  private static final byte FILL = (byte) 128;

  /** Takes pixels from so many columns to the right and rows below. */
  static Affine translation(int right, int down) {
    return new Affine(1, 0, right, 0, 1, down);
  }

  /** Turns an image about its centre, as Pillow's {@code Image.rotate}: counterclockwise. */
  static Affine rotation(double degrees, DecodedImage image) {
    double angle = -Math.toRadians(degrees);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double x = image.width() / 2.0;
    double y = image.height() / 2.0;
    return new Affine(cos, sin, cos * -x + sin * -y + x, -sin, cos, -sin * -x + cos * -y + y);
  }

  /**
   * @param image of less than 16,384 pixels each way; left as it is
   * @return of the same size
   */
  DecodedImage apply(DecodedImage image) {
    int height = image.height();
    int width = image.width();
    int channels = image.channels();
    byte[] pixels = image.pixels();
    byte[] moved = new byte[pixels.length];
    Arrays.fill(moved, FILL);
    int right = fixed(a);
    int down = fixed(d);
    int to = 0;
    for (int y = 0; y < height; y++) {
      // The middle of the row's first pixel; rows are added up, so that rounding is Pillow's.
      int column = fixed(c + a * 0.5 + b * 0.5) + y * fixed(b);
      int row = fixed(f + d * 0.5 + e * 0.5) + y * fixed(e);
      for (int x = 0; x < width; x++, to += channels, column += right, row += down) {
        int fromX = column >> BITS;
        int fromY = row >> BITS;
        if (fromX >= 0 && fromX < width && fromY >= 0 && fromY < height) {
          int from = (fromY * width + fromX) * channels;
          for (int channel = 0; channel < channels; channel++) {
            moved[to + channel] = pixels[from + channel];
          }
        }
      }
    }
    return new DecodedImage(height, width, channels, moved);
  }

  private static int fixed(double number) {
    return (int) Math.floor(number * (1 << BITS) + 0.5);
  }
}
