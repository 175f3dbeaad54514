package netadapt.data;

import java.util.SplittableRandom;

/**
 * Cuts a part of random size, shape and place out of an image and scales it, as trainings on
 * ImageNet do.
 *
 * @param smallest least share of the image's area, more than 0 and at most 1
 * @see <a href="https://arxiv.org/abs/1409.4842">Going deeper with convolutions, section 6</a>
 */
record RandomCrop(double smallest) {
  private static final int TRIES = 10;
  private static final double NARROWEST = 3.0 / 4;
  private static final double WIDEST = 4.0 / 3;

  /**
   * A part of an image, in pixels.
   *
   * @param top rows above it
   * @param left columns left of it
   */
  record Box(int top, int left, int height, int width) {}

  /**
   * Draws a part: its share of the area is uniform from the smallest to 1, the logarithm of its
   * width by its height uniform from that of 3/4 to that of 4/3, its place uniform. After ten parts
   * that do not fit into the image, it is the largest in the middle that has such a shape.
   *
   * @param height of the image, in pixels
   * @param width of the image, in pixels
   * @param random advanced by two draws for each part that is tried, and two for the place
   */
  Box draw(int height, int width, SplittableRandom random) {
    double area = (double) height * width;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      double part = area * between(smallest, 1, random);
      double shape = Math.exp(between(Math.log(NARROWEST), Math.log(WIDEST), random));
      int partWidth = (int) Math.rint(Math.sqrt(part * shape));
      int partHeight = (int) Math.rint(Math.sqrt(part / shape));
      if (partWidth > 0 && partWidth <= width && partHeight > 0 && partHeight <= height) {
        int top = random.nextInt(height - partHeight + 1);
        int left = random.nextInt(width - partWidth + 1);
        return new Box(top, left, partHeight, partWidth);
      }
    }
    return middle(height, width);
  }

  /** The image itself, shortened to 3/4 or 4/3 if it is longer. */
  private static Box middle(int height, int width) {
    double shape = (double) width / height;
    int partWidth = shape > WIDEST ? (int) Math.rint(height * WIDEST) : width;
    int partHeight = shape < NARROWEST ? (int) Math.rint(width / NARROWEST) : height;
    return new Box((height - partHeight) / 2, (width - partWidth) / 2, partHeight, partWidth);
  }

  /** From the first number, with it, to the second, without it; the number itself if they agree. */
  private static double between(double from, double to, SplittableRandom random) {
    return from + (to - from) * random.nextDouble();
  }

  /**
   * Scales a part of an image; pixels around it do not count.
   *
   * @param height wanted, in pixels
   * @param width wanted, in pixels
   */
  static DecodedImage cut(DecodedImage image, Box box, int height, int width) {
    return Resampling.resample(
        image,
        Resampling.Span.cut(box.top, box.height),
        Resampling.Span.cut(box.left, box.width),
        height,
        width);
  }
}
