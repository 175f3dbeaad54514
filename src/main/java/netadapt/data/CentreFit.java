package netadapt.data;

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
  private CentreFit() {}

  /** The same of as much of the image as has the wanted shape. */
  public static DecodedImage fit(DecodedImage image, int height, int width) {
    return fit(image, height, width, 1);
  }

  /**
   * Scales and cuts an image. The part cut out has the wanted shape and starts at a whole pixel; of
   * two middle ones, the upper and the left one.
   *
   * @param height wanted, in pixels
   * @param width wanted, in pixels
   * @param share how large the part is: its sides over those of the largest one of the wanted
   *     shape, in {@code (0, 1]}
   * @return {@code [height, width, c]}; the image itself if it has that size and is not cut
   */
  public static DecodedImage fit(DecodedImage image, int height, int width, double share) {
    if (image.height() == height && image.width() == width && share == 1) {
      return image;
    }
    double step = step(image.height(), image.width(), height, width, share);
    Resampling.Span rows = span(image.height(), height, step);
    Resampling.Span columns = span(image.width(), width, step);
    return Resampling.resample(image, rows, columns, height, width);
  }

  /** The same part of an image's target, its values unchanged: those of the nearest pixels. */
  static TargetMap fit(TargetMap target, int height, int width, double share) {
    double step = step(target.height(), target.width(), height, width, share);
    Resampling.Span rows = span(target.height(), height, step);
    Resampling.Span columns = span(target.width(), width, step);
    return target.nearest(rows, columns, height, width);
  }

  /** Source pixels per wanted pixel, the same in both directions. */
  private static double step(
      int sourceHeight, int sourceWidth, int height, int width, double share) {
    return share * Math.min((double) sourceHeight / height, (double) sourceWidth / width);
  }

  /**
   * Scales a whole image down, if it is larger.
   *
   * @param side wanted of the shorter side, in pixels; the longer one is rounded down
   * @return {@code [h, w, c]}; the image itself if its shorter side is not longer than that
   */
  static DecodedImage shorterSide(DecodedImage image, int side) {
    int shorter = Math.min(image.height(), image.width());
    if (shorter <= side) {
      return image;
    }
    int height = (int) ((long) image.height() * side / shorter);
    int width = (int) ((long) image.width() * side / shorter);
    return Resampling.resample(
        image,
        Resampling.Span.cut(0, image.height()),
        Resampling.Span.cut(0, image.width()),
        height,
        width);
  }

  /** The middle of one side. */
  private static Resampling.Span span(int source, int wanted, double step) {
    int start = (int) ((source - wanted * step) / 2);
    // Pillow is given the part to cut out in single precision.
    double length = (float) (start + wanted * step) - (float) start;
    return new Resampling.Span(start, length, 0, source);
  }
}
