package netadapt.data;

import java.io.Serializable;

/**
 * Brings pixels to mean 0 and standard deviation 1 per channel: {@code (byte / 255 − mean) / std}.
 *
 * @param mean {@code [channels]}, in {@code [0, 1]}
 * @param std {@code [channels]}, above 0, of pixels in {@code [0, 1]}
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record Normalization(float[] mean, float[] std) implements Serializable {
  /**
   * @throws IllegalArgumentException if the lengths differ or a deviation is not above 0
   */
  public Normalization {
    mean = mean.clone();
    std = std.clone();
    if (mean.length != std.length) {
      throw new IllegalArgumentException(
          "mean has %d channels but std has %d".formatted(mean.length, std.length));
    }
    for (float deviation : std) {
      if (!(deviation > 0)) {
        throw new IllegalArgumentException("std is " + deviation + " but must be above 0");
      }
    }
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] std() {
    return std.clone();
  }

  /** How many channels it is for. */
  public int channels() {
    return mean.length;
  }

  /** What a byte is multiplied by: {@code 1 / (255 std)}. */
  float scale(int channel) {
    return 1f / (255f * std[channel]);
  }

  /** What is added then: {@code −mean / std}. */
  float shift(int channel) {
    return -mean[channel] / std[channel];
  }
}
