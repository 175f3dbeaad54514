package netadapt.data;

import java.util.SplittableRandom;

/**
 * Where the pixels of a changed training image come from: it is turned and enlarged about its
 * centre, mirrored, and shifted, in this order.
 *
 * @param degrees by which it is turned counterclockwise
 * @param scale by which it is enlarged, at least 1
 * @param mirrored whether left and right are exchanged
 * @param down rows by which it is shifted
 * @param right columns by which it is shifted
 */
record Motion(double degrees, double scale, boolean mirrored, int down, int right) {
  /** Whether all pixels come from whole ones. */
  boolean isWhole() {
    return degrees == 0 && scale == 1;
  }

  /**
   * Draws one.
   *
   * @param random advanced by one draw each for the scale and the angle, where there are any, and
   *     by three
   */
  static Motion draw(Augmentation augmentation, SplittableRandom random) {
    double most = augmentation.largestScale();
    double scale = most > 1 ? 1 + (most - 1) * random.nextDouble() : 1;
    double widest = augmentation.rotation();
    double degrees = widest > 0 ? widest * (2 * random.nextDouble() - 1) : 0;
    int padding = augmentation.padding();
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    boolean mirrored = random.nextBoolean() && augmentation.flip();
    return new Motion(degrees, scale, mirrored, down, right);
  }

  /** Is told where the pixels come from. */
  @FunctionalInterface
  interface Places {
    /**
     * Is told of one pixel.
     *
     * @param to number of the pixel, row by row
     * @param y where it comes from, in rows from the first one's middle, at least −½
     * @param x the same in columns
     */
    void move(int to, double y, double x);
  }

  /** Tells where each pixel comes from, except those that come from outside of the image. */
  void forEach(int height, int width, Places places) {
    double cos = Math.cos(Math.toRadians(degrees)) / scale;
    double sin = Math.sin(Math.toRadians(degrees)) / scale;
    for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
      double fromMiddleY = y - down + 0.5 - height / 2.0;
      for (int x = Math.max(0, right); x < Math.min(width, width + right); x++) {
        double across = x - right + 0.5 - width / 2.0;
        double fromMiddleX = mirrored ? -across : across;
        double sourceX = cos * fromMiddleX - sin * fromMiddleY + width / 2.0;
        double sourceY = sin * fromMiddleX + cos * fromMiddleY + height / 2.0;
        if (sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height) {
          places.move(y * width + x, sourceY - 0.5, sourceX - 0.5);
        }
      }
    }
  }
}
