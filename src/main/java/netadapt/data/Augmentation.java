package netadapt.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Changes training images at random: shifted by up to {@code padding} pixels, mirrored or not.
 *
 * @param padding largest shift in each direction, in pixels, 0 or more; what comes into view is the
 *     mean colour (0 after normalisation)
 * @param flip whether left and right are exchanged half of the time
 */
public record Augmentation(int padding, boolean flip) implements Serializable {
  /** Leaves images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  /**
   * @throws IllegalArgumentException if the padding is negative
   */
  public Augmentation {
    if (padding < 0) {
      throw new IllegalArgumentException("padding is " + padding + " but must be at least 0");
    }
  }

  /**
   * Normalises one image, shifted and mirrored at random.
   *
   * @param shard where the image is
   * @param image its number in the shard
   * @param normalization as many channels as the shard
   * @param random advanced by three draws: shift down, shift right, flip
   * @param target receives {@code [h, w, c]} float32
   * @param offset of the image's first value in {@code target}
   * @throws IndexOutOfBoundsException if the shard has no such image or the target has no room
   */
  public void apply(
      ImageShard shard,
      int image,
      Normalization normalization,
      SplittableRandom random,
      float[] target,
      int offset) {
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    boolean mirrored = random.nextBoolean() && flip;
    shift(shard, image, normalization, down, right, mirrored, target, offset);
  }

  /** The same of a stored image, which is brought to the network's size first. */
  void apply(
      StoredImage stored,
      Normalization normalization,
      SplittableRandom random,
      float[] target,
      int offset) {
    DecodedImage image = stored.form().fitted(stored.decode());
    ImageShard alone =
        new ImageShard(
            0, image.height(), image.width(), image.channels(), image.pixels(), new int[1]);
    apply(alone, 0, normalization, random, target, offset);
  }

  /** Pixel (y, x) comes from (y − down, x − right) of the image, which is mirrored first. */
  static void shift(
      ImageShard shard,
      int image,
      Normalization normalization,
      int down,
      int right,
      boolean mirrored,
      float[] target,
      int offset) {
    shard.check(image, normalization, target, offset);
    int height = shard.height();
    int width = shard.width();
    int channels = shard.channels();
    byte[] pixels = shard.pixels();
    Arrays.fill(target, offset, offset + shard.imageSize(), 0f);
    int first = Math.max(0, right);
    int end = Math.min(width, width + right);
    int step = mirrored ? -channels : channels;
    for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
      int column = mirrored ? width - 1 - (first - right) : first - right;
      for (int c = 0; c < channels; c++) { // inside, so that a row is still in the cache
        float scale = normalization.scale(c);
        float shift = normalization.shift(c);
        int from = shard.start(image) + ((y - down) * width + column) * channels + c;
        int to = offset + (y * width + first) * channels + c;
        for (int x = first; x < end; x++, from += step, to += channels) {
          target[to] = (pixels[from] & 0xff) * scale + shift;
        }
      }
    }
  }
}
