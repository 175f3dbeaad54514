package netadapt.data;

/**
 * Takes an image further away from a plain version of itself, or nearer to it: {@code plain +
 * factor (image − plain)}, as the Python library Pillow's {@code ImageEnhance} does. A factor of 0
 * gives the plain version, 1 the image itself, more than 1 the opposite of the plain version.
 */
final class Enhancement {
  /** What Pillow's filter SMOOTH weighs a pixel by; its eight neighbours count 1 each. */
  private static final int CENTRE = 5;

  private static final int ALL = CENTRE + 8;
  private static final byte[] SMOOTH = new byte[ALL * 255 + 1];

  static {
    for (int sum = 0; sum < SMOOTH.length; sum++) {
      SMOOTH[sum] = (byte) ((2 * sum + ALL) / (2 * ALL)); // rounded
    }
  }

  private Enhancement() {}

  /** The plain version is black. */
  static DecodedImage brightness(DecodedImage image, float factor) {
    return Tones.map(image, tone -> blend(0, tone, factor));
  }

  /** The plain version has the image's mean luma everywhere. */
  static DecodedImage contrast(DecodedImage image, float factor) {
    long sum = 0;
    byte[] lumas = image.withChannels(1).pixels();
    for (byte luma : lumas) {
      sum += luma & 0xff;
    }
    int mean = (int) ((double) sum / lumas.length + 0.5);
    return Tones.map(image, tone -> blend(mean, tone, factor));
  }

  /** The plain version is grey; an image of one channel is that already. */
  static DecodedImage colour(DecodedImage image, float factor) {
    if (image.channels() == 1) {
      return image;
    }
    byte[] lumas = image.withChannels(1).pixels();
    byte[] pixels = image.pixels();
    byte[] changed = new byte[pixels.length];
    for (int i = 0; i < lumas.length; i++) {
      int luma = lumas[i] & 0xff;
      changed[3 * i] = (byte) blend(luma, pixels[3 * i] & 0xff, factor);
      changed[3 * i + 1] = (byte) blend(luma, pixels[3 * i + 1] & 0xff, factor);
      changed[3 * i + 2] = (byte) blend(luma, pixels[3 * i + 2] & 0xff, factor);
    }
    return new DecodedImage(image.height(), image.width(), 3, changed);
  }

  /** The plain version is smoothed; pixels at the border, which it leaves alone, stay the same. */
  static DecodedImage sharpness(DecodedImage image, float factor) {
    int channels = image.channels();
    int row = image.width() * channels;
    byte[] pixels = image.pixels();
    byte[] changed = pixels.clone();
    for (int y = 1; y < image.height() - 1; y++) {
      for (int i = y * row + channels; i < (y + 1) * row - channels; i++) {
        int tone = pixels[i] & 0xff;
        int sum =
            around(pixels, i - row, channels)
                + around(pixels, i, channels)
                + around(pixels, i + row, channels)
                + (CENTRE - 1) * tone;
        changed[i] = (byte) blend(SMOOTH[sum] & 0xff, tone, factor);
      }
    }
    return new DecodedImage(image.height(), image.width(), channels, changed);
  }

  /** Sum of a value and its neighbours in the row. */
  private static int around(byte[] pixels, int at, int channels) {
    return (pixels[at - channels] & 0xff) + (pixels[at] & 0xff) + (pixels[at + channels] & 0xff);
  }

  /** In single precision and cut to whole numbers, as Pillow does. */
  private static int blend(int plain, int tone, float factor) {
    return (int) Math.max(0f, Math.min(255f, plain + factor * (tone - plain)));
  }
}
