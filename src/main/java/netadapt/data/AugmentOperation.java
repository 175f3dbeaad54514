package netadapt.data;

/**
 * An operation of AutoAugment. Each gives the bytes that the Python library Pillow gives, of whose
 * classes {@code Image}, {@code ImageOps} and {@code ImageEnhance} it is.
 *
 * <p>Levels from 0 to 9 go in equal steps through the ranges of the paper's table 6. Solarizing and
 * posterizing become stronger with the level, as in the programs published with the paper.
 *
 * @see <a href="https://arxiv.org/abs/1805.09501">AutoAugment (Cubuk et al. 2019)</a>
 */
enum AugmentOperation {
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  ROTATE,
  AUTO_CONTRAST,
  INVERT,
  EQUALIZE,
  SOLARIZE,
  POSTERIZE,
  CONTRAST,
  COLOR,
  BRIGHTNESS,
  SHARPNESS;

  /** The strongest level. */
  static final int LAST_LEVEL = 9;

  /** Columns per row, and rows per column. */
  private static final double LARGEST_SHEAR = 0.3;

  /** Share of the image's side: 150 pixels of 331 in the paper. */
  private static final double LARGEST_TRANSLATION = 150.0 / 331;

  /** In degrees. */
  private static final double LARGEST_ROTATION = 30;

  /**
   * Applies it.
   *
   * @param image left as it is
   * @param level strength, from 0 to 9
   * @param backwards whether shears, translations and rotations go the other way
   * @return of the same size
   */
  DecodedImage apply(DecodedImage image, int level, boolean backwards) {
    double strength = (double) level / LAST_LEVEL;
    double signed = backwards ? -strength : strength;
    return switch (this) {
      case SHEAR_X -> new Affine(1, LARGEST_SHEAR * signed, 0, 0, 1, 0).apply(image);
      case SHEAR_Y -> new Affine(1, 0, 0, LARGEST_SHEAR * signed, 1, 0).apply(image);
      case TRANSLATE_X -> Affine.translation(pixels(image.width(), signed), 0).apply(image);
      case TRANSLATE_Y -> Affine.translation(0, pixels(image.height(), signed)).apply(image);
      case ROTATE -> Affine.rotation(LARGEST_ROTATION * signed, image).apply(image);
      case AUTO_CONTRAST -> Tones.autoContrast(image);
      case INVERT -> Tones.invert(image);
      case EQUALIZE -> Tones.equalize(image);
      case SOLARIZE -> Tones.solarize(image, 256 - 256 * strength);
      case POSTERIZE -> Tones.posterize(image, 8 - (int) Math.round(4 * strength));
      case CONTRAST -> Enhancement.contrast(image, factor(strength));
      case COLOR -> Enhancement.colour(image, factor(strength));
      case BRIGHTNESS -> Enhancement.brightness(image, factor(strength));
      case SHARPNESS -> Enhancement.sharpness(image, factor(strength));
    };
  }

  private static int pixels(int side, double signed) {
    return (int) (LARGEST_TRANSLATION * side * signed);
  }

  /** From 0.1 to 1.9; 1 would leave the image as it is. */
  private static float factor(double strength) {
    return (float) (0.1 + 1.8 * strength);
  }
}
