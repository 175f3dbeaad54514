package netadapt.data;

/**
 * One image as it comes out of a file.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 for grey, 3 for red, green, blue
 * @param pixels {@code [height, width, channels]} unsigned bytes; neither copied in nor out, so who
 *     makes an image hands its array over, and who reads it leaves it unchanged
 */
@SuppressWarnings("ArrayRecordComponent") // one array per image, millions of them
public record DecodedImage(int height, int width, int channels, byte[] pixels) {
  /**
   * @throws IllegalArgumentException unless there are height × width × channels pixels, and 1 or 3
   *     channels
   */
  public DecodedImage {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels is " + channels + " but must be 1 or 3");
    }
    if (height < 1 || width < 1 || pixels.length != (long) height * width * channels) {
      throw new IllegalArgumentException(
          "%d bytes are not an image of %d×%d pixels with %d channels"
              .formatted(pixels.length, height, width, channels));
    }
  }

  /**
   * This image with another number of channels: grey is repeated; colour becomes its luma ({@code
   * 0.299 R + 0.587 G + 0.114 B}, ITU-R BT.601).
   *
   * @param wanted 1 or 3
   * @return this image itself if it has them already
   */
  public DecodedImage withChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    int count = height * width;
    byte[] converted = new byte[count * wanted];
    for (int i = 0; i < count; i++) {
      if (wanted == 1) {
        converted[i] = luma(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
      } else {
        converted[3 * i] = pixels[i];
        converted[3 * i + 1] = pixels[i];
        converted[3 * i + 2] = pixels[i];
      }
    }
    return new DecodedImage(height, width, wanted, converted);
  }

  /** In fractions of 65,536, as Pillow has them. */
  private static byte luma(byte red, byte green, byte blue) {
    int sum = 19595 * (red & 0xff) + 38470 * (green & 0xff) + 7471 * (blue & 0xff);
    return (byte) ((sum + 32768) >> 16);
  }
}
