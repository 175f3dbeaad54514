package netadapt.data;

import java.io.Serializable;

/**
 * What a network reads of an image.
 *
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param normalization of 1 channel, grey, or of 3: red, green and blue
 * @param layout order of the numbers
 */
public record ImageFormat(int height, int width, Normalization normalization, Layout layout)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if there are neither 1 nor 3 channels, or no pixels
   */
  public ImageFormat {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "height is %d and width is %d but both must be at least 1".formatted(height, width));
    }
    if (normalization.channels() != 1 && normalization.channels() != 3) {
      throw new IllegalArgumentException(
          "there are %d channels but there must be 1 or 3".formatted(normalization.channels()));
    }
  }

  int channels() {
    return normalization.channels();
  }

  int imageSize() {
    return height * width * channels();
  }
}
