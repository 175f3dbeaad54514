package netadapt.data;

/**
 * Changes each tone of an image to another one, as the Python library Pillow's {@code ImageOps}
 * does; what a tone becomes may follow from how often the channel has which.
 */
final class Tones {
  private static final int COUNT = 256;
  private static final int LAST = COUNT - 1;

  private Tones() {}

  /** What becomes of one tone. */
  interface Change {
    /**
     * @param tone from 0 to 255
     * @return cut to 0 to 255 afterwards
     */
    int apply(int tone);
  }

  /** Every tone to its opposite. */
  static DecodedImage invert(DecodedImage image) {
    return map(image, tone -> LAST - tone);
  }

  /** Tones from a threshold on to their opposites. */
  static DecodedImage solarize(DecodedImage image, double threshold) {
    return map(image, tone -> tone < threshold ? tone : LAST - tone);
  }

  /** Keeps the first bits of each tone, 1 to 8. */
  static DecodedImage posterize(DecodedImage image, int bits) {
    int mask = LAST << (8 - bits);
    return map(image, tone -> tone & mask);
  }

  /** The darkest tone of each channel becomes 0, the lightest 255, those between in proportion. */
  static DecodedImage autoContrast(DecodedImage image) {
    int[][] histograms = histograms(image);
    byte[][] tables = new byte[histograms.length][];
    for (int c = 0; c < tables.length; c++) {
      int darkest = 0;
      int lightest = LAST;
      while (darkest < LAST && histograms[c][darkest] == 0) {
        darkest++;
      }
      while (lightest > 0 && histograms[c][lightest] == 0) {
        lightest--;
      }
      double scale = lightest > darkest ? 255.0 / (lightest - darkest) : 1;
      double offset = lightest > darkest ? -darkest * scale : 0;
      tables[c] = table(tone -> (int) (tone * scale + offset));
    }
    return map(image, tables);
  }

  /** Spreads the tones of each channel so that all are about equally frequent. */
  static DecodedImage equalize(DecodedImage image) {
    int[][] histograms = histograms(image);
    byte[][] tables = new byte[histograms.length][];
    int pixels = image.height() * image.width();
    for (int c = 0; c < tables.length; c++) {
      int[] histogram = histograms[c];
      int lightest = LAST;
      while (histogram[lightest] == 0) {
        lightest--;
      }
      int step = (pixels - histogram[lightest]) / LAST;
      int[] darker = new int[COUNT]; // how many pixels are darker than a tone
      for (int tone = 1; tone < COUNT; tone++) {
        darker[tone] = darker[tone - 1] + histogram[tone - 1];
      }
      tables[c] = table(tone -> step == 0 ? tone : (step / 2 + darker[tone]) / step);
    }
    return map(image, tables);
  }

  /** Changes the tones of all channels alike. */
  static DecodedImage map(DecodedImage image, Change change) {
    byte[] table = table(change);
    byte[] pixels = image.pixels();
    byte[] mapped = new byte[pixels.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = table[pixels[i] & 0xff];
    }
    return new DecodedImage(image.height(), image.width(), image.channels(), mapped);
  }

  private static DecodedImage map(DecodedImage image, byte[][] tables) {
    int channels = image.channels();
    byte[] pixels = image.pixels();
    byte[] mapped = new byte[pixels.length];
    for (int c = 0; c < channels; c++) {
      byte[] table = tables[c];
      for (int i = c; i < mapped.length; i += channels) {
        mapped[i] = table[pixels[i] & 0xff];
      }
    }
    return new DecodedImage(image.height(), image.width(), channels, mapped);
  }

  private static byte[] table(Change change) {
    byte[] table = new byte[COUNT];
    for (int tone = 0; tone < COUNT; tone++) {
      table[tone] = (byte) Math.max(0, Math.min(LAST, change.apply(tone)));
    }
    return table;
  }

  /** {@code [channels][256]}: how many pixels have which tone. */
  private static int[][] histograms(DecodedImage image) {
    int channels = image.channels();
    byte[] pixels = image.pixels();
    int[][] histograms = new int[channels][COUNT];
    for (int c = 0; c < channels; c++) {
      int[] histogram = histograms[c];
      for (int i = c; i < pixels.length; i += channels) {
        histogram[pixels[i] & 0xff]++;
      }
    }
    return histograms;
  }
}
