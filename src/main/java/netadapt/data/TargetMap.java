package netadapt.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import netadapt.data.ImageReader.UnreadableImage;

/**
 * What a network is to say of every pixel of an image: its depth in metres, 0 where that is not
 * known.
 *
 * @param height in pixels
 * @param width in pixels
 * @param values {@code [height, width]}; neither copied in nor out
 */
@SuppressWarnings("ArrayRecordComponent") // one array per image, as that of the image
public record TargetMap(int height, int width, float[] values) {
  /** No room is farther away than so many metres. */
  private static final float FARTHEST = 100;

  /**
   * @throws IllegalArgumentException unless there are height × width values
   */
  public TargetMap {
    if (height < 1 || width < 1 || values.length != (long) height * width) {
      throw new IllegalArgumentException(
          "%d values are not a target of %d×%d pixels".formatted(values.length, height, width));
    }
  }

  /**
   * Reads what {@link #bytes()} gave.
   *
   * @throws IllegalArgumentException if there are not four bytes per pixel
   */
  static TargetMap of(int height, int width, byte[] bytes) {
    if (bytes.length != 4L * height * width) {
      throw new IllegalArgumentException(
          "%d bytes are not a target of %d×%d pixels".formatted(bytes.length, height, width));
    }
    float[] values = new float[height * width];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new TargetMap(height, width, values);
  }

  /** Float32 values row by row, little-endian. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /**
   * A part of this one at another size: each value is that of the nearest pixel, since between two
   * depths there is nothing.
   *
   * @param rows of the part
   * @param columns of the part
   */
  TargetMap nearest(Resampling.Span rows, Resampling.Span columns, int height, int width) {
    int[] across = columns.nearest(width);
    float[] found = new float[height * width];
    int to = 0;
    for (int y : rows.nearest(height)) {
      for (int x : across) {
        found[to++] = values[y * this.width + x];
      }
    }
    return new TargetMap(height, width, found);
  }

  /**
   * Checks that it belongs to an image.
   *
   * @throws UnreadableImage if it has another size
   */
  void checkSize(DecodedImage image) throws UnreadableImage {
    if (height != image.height() || width != image.width()) {
      throw new UnreadableImage(
          "its depth has %d×%d pixels but must have the image's %d×%d"
              .formatted(height, width, image.height(), image.width()));
    }
  }

  /**
   * Checks that it can be learnt from.
   *
   * @return the same, with 0 for values that are no depth
   * @throws UnreadableImage if no value is known, or half of them cannot be metres
   */
  TargetMap known() throws UnreadableImage {
    float[] depths = values.clone();
    int known = 0;
    int far = 0;
    for (int i = 0; i < depths.length; i++) {
      if (depths[i] > 0 && depths[i] < Float.POSITIVE_INFINITY) {
        known++;
        far += depths[i] > FARTHEST ? 1 : 0;
      } else {
        depths[i] = 0; // also what is no number
      }
    }
    if (known == 0) {
      throw new UnreadableImage("its depth has no valid pixel: one above 0");
    }
    if (2L * far > known) {
      throw new UnreadableImage(
          "its depths have a median of %,.0f but must be metres: divide millimetres by 1,000"
              .formatted(median(depths)));
    }
    return new TargetMap(height, width, depths);
  }

  /** What all known values are together, and how many they are. */
  double[] sumAndCount() {
    double sum = 0;
    int known = 0;
    for (float value : values) {
      sum += value;
      known += value == 0 ? 0 : 1;
    }
    return new double[] {sum, known};
  }

  private static double median(float[] depths) {
    float[] sorted = depths.clone();
    Arrays.sort(sorted);
    int unknown = 0;
    while (sorted[unknown] == 0) {
      unknown++;
    }
    return sorted[unknown + (sorted.length - unknown) / 2];
  }

  /**
   * Copies it changed as an image is: each value is that of the nearest pixel, and 0 where there is
   * none. What is enlarged is as much nearer.
   *
   * @param to receives {@code [h, w]}
   * @param offset of the first value in {@code to}
   */
  void move(Motion motion, float[] to, int offset) {
    Arrays.fill(to, offset, offset + values.length, 0f);
    float nearer = (float) motion.scale();
    motion.forEach(
        height,
        width,
        (place, y, x) -> {
          int row = (int) (y + 0.5);
          int column = (int) (x + 0.5);
          to[offset + place] = values[row * width + column] / nearer;
        });
  }
}
