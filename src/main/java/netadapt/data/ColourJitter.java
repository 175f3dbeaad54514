package netadapt.data;

import java.util.SplittableRandom;

/**
 * Changes brightness, contrast and saturation of an image at random, in random order, as PyTorch's
 * {@code ColorJitter} does.
 *
 * @param most how far each factor is from 1 at most, in {@code [0, 1]}
 */
record ColourJitter(double most) {
  private static final int BRIGHTNESS = 0;
  private static final int CONTRAST = 1;
  private static final int SATURATION = 2;

  private static final int[][] ORDERS = {
    {BRIGHTNESS, CONTRAST, SATURATION},
    {BRIGHTNESS, SATURATION, CONTRAST},
    {CONTRAST, BRIGHTNESS, SATURATION},
    {CONTRAST, SATURATION, BRIGHTNESS},
    {SATURATION, BRIGHTNESS, CONTRAST},
    {SATURATION, CONTRAST, BRIGHTNESS}
  };

  /**
   * Changes an image.
   *
   * @param image left as it is
   * @param random advanced by four draws; by none where nothing is changed
   * @return of the same size; the image itself where nothing is changed
   */
  DecodedImage change(DecodedImage image, SplittableRandom random) {
    if (most == 0) {
      return image;
    }
    DecodedImage changed = image;
    for (int what : ORDERS[random.nextInt(ORDERS.length)]) {
      float factor = (float) (1 + most * (2 * random.nextDouble() - 1));
      changed =
          switch (what) {
            case BRIGHTNESS -> Enhancement.brightness(changed, factor);
            case CONTRAST -> Enhancement.contrast(changed, factor);
            default -> Enhancement.colour(changed, factor);
          };
    }
    return changed;
  }
}
