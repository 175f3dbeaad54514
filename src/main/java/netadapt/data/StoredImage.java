package netadapt.data;

/**
 * An image as a dataset's files have it.
 *
 * @param form in which it is kept
 * @param index in the dataset
 * @param label its class
 * @param height of what is kept, in pixels
 * @param width of what is kept, in pixels
 * @param channels of what is kept: 1 or 3
 * @param bytes not copied
 * @param target what the column of that name has, empty where there is none; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one array per image, millions of them
record StoredImage(
    ImageForm form,
    int index,
    int label,
    int height,
    int width,
    int channels,
    byte[] bytes,
    byte[] target) {
  /**
   * The image as it is kept, with as many channels as the network sees.
   *
   * @throws IllegalStateException if it is damaged
   */
  DecodedImage decode() {
    try {
      return form.decode(height, width, channels, bytes);
    } catch (ImageReader.UnreadableImage | IllegalArgumentException e) { // the latter of its size
      throw damaged(e);
    }
  }

  /**
   * What the network is to say of the image, which is of the network's size.
   *
   * @throws IllegalStateException if it is damaged
   */
  TargetMap decodeTarget() {
    try {
      return TargetMap.of(form.height(), form.width(), target);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private IllegalStateException damaged(Exception reason) {
    return new IllegalStateException(
        "image %d of the dataset cannot be decoded, %s: prepare the dataset again"
            .formatted(index, reason.getMessage()),
        reason);
  }
}
