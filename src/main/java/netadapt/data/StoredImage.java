package netadapt.data;

/**
 * An image as a dataset's files have it.
 *
 * @param stored what the bytes are
 * @param index in the dataset
 * @param label its class
 * @param height of the stored image, in pixels
 * @param width of the stored image, in pixels
 * @param channels of the stored image: 1 or 3
 * @param bytes not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one array per image, millions of them
record StoredImage(
    Stored stored, int index, int label, int height, int width, int channels, byte[] bytes) {
  /**
   * The image itself, in the size that it is stored in.
   *
   * @throws IllegalStateException if it is damaged
   */
  DecodedImage decode() {
    return switch (stored) {
      case FITTED, PIXELS -> new DecodedImage(height, width, channels, bytes);
      case JPEG, ORIGINAL -> decoded();
    };
  }

  private DecodedImage decoded() {
    try {
      return ImageFile.decode(bytes);
    } catch (ImageReader.UnreadableImage e) {
      throw new IllegalStateException(
          "image %d of the dataset cannot be decoded: prepare it again".formatted(index), e);
    }
  }
}
