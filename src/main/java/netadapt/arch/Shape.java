package netadapt.arch;

import java.io.Serializable;

/**
 * The shape of one image's activations, {@code [height, width, channels]}.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels at least 1
 */
public record Shape(int height, int width, int channels) implements Serializable {
  public Shape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "shape [%d, %d, %d] must be positive".formatted(height, width, channels));
    }
  }

  /** The spatial positions, {@code height · width}. */
  public int pixels() {
    return height * width;
  }

  /**
   * What a convolution with centred padding leaves: every {@code stride}-th position.
   *
   * @param stride at least 1
   * @param newChannels channels of the result
   */
  public Shape strided(int stride, int newChannels) {
    return new Shape((height - 1) / stride + 1, (width - 1) / stride + 1, newChannels);
  }

  /**
   * Every position repeated in both directions.
   *
   * @param factor how often, at least 1
   */
  public Shape upsampled(int factor) {
    return new Shape(height * factor, width * factor, channels);
  }

  /** Whether both have the same positions. */
  public boolean samePixels(Shape other) {
    return height == other.height && width == other.width;
  }

  /** The same positions with another number of channels. */
  public Shape withChannels(int newChannels) {
    return new Shape(height, width, newChannels);
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
