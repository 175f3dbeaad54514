package netadapt.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import netadapt.BrokenRule;

/**
 * Changes training images at random: a part is cut out, a policy's operations are applied, and the
 * image is shifted and mirrored, in this order.
 *
 * @param padding largest shift in each direction, in pixels, 0 or more; what comes into view is the
 *     mean colour (0 after normalisation)
 * @param flip whether left and right are exchanged half of the time
 * @param smallestCrop least share of an image's area that is cut out, more than 0 and at most 1,
 *     which is for none
 * @param policy whose operations are applied
 */
public record Augmentation(int padding, boolean flip, double smallestCrop, AutoAugment policy)
    implements Serializable {
  /** Leaves images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false, 1, AutoAugment.NONE);

  /**
   * @throws IllegalArgumentException if the padding is negative or the share is not above 0 and at
   *     most 1
   */
  public Augmentation {
    if (padding < 0) {
      throw new IllegalArgumentException("padding is " + padding + " but must be at least 0");
    }
    if (!(smallestCrop > 0 && smallestCrop <= 1)) {
      throw new IllegalArgumentException(
          "smallestCrop is " + smallestCrop + " but must be above 0 and at most 1");
    }
  }

  /**
   * Normalises one image of a shard, changed at random.
   *
   * @param shard where the image is
   * @param image its number in the shard
   * @param normalization as many channels as the shard
   * @param random the image's own, so that nothing else decides how it is changed
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
    shard.check(image, normalization, target, offset);
    if (!crops() && policy == AutoAugment.NONE) {
      Pixels pixels = new Pixels(shard.pixels(), shard.start(image), shard.height(), shard.width());
      move(pixels, normalization, random, target, offset);
    } else {
      DecodedImage copy = shard.image(image);
      apply(copy, shard.height(), shard.width(), normalization, random, target, offset);
    }
  }

  /**
   * Normalises an image of any size, changed at random.
   *
   * @param image whose size and channels may be others than are wanted; left as it is
   * @param height wanted, in pixels; where no part is drawn, the centre is cut out
   * @param width wanted, in pixels
   * @param normalization of as many channels as are wanted, 1 or 3
   * @param random the image's own, so that nothing else decides how it is changed
   * @param target receives {@code [height, width, c]} float32
   * @param offset of the image's first value in {@code target}
   * @throws IndexOutOfBoundsException if the target has no room
   */
  public void apply(
      DecodedImage image,
      int height,
      int width,
      Normalization normalization,
      SplittableRandom random,
      float[] target,
      int offset) {
    DecodedImage converted = image.withChannels(normalization.channels());
    DecodedImage fitted = fit(converted, height, width, random);
    DecodedImage changed = policy.change(fitted, random);
    move(new Pixels(changed.pixels(), 0, height, width), normalization, random, target, offset);
  }

  /**
   * Normalises an image, changed at random, and its target, moved as the image is.
   *
   * @param image of the size that is wanted; left as it is
   * @param target of the image's size; left as it is
   * @param normalization of as many channels as the image
   * @param random the image's own, so that nothing else decides how it is changed
   * @param pixels receives {@code [h, w, c]} float32
   * @param offset of the image's first value in {@code pixels}
   * @param targets receives {@code [h, w]} float32; 0 where the image was not
   * @param targetOffset of the target's first value in {@code targets}
   * @throws BrokenRule if this cuts parts out or has a policy
   * @throws IndexOutOfBoundsException if there is no room
   */
  public void apply(
      DecodedImage image,
      TargetMap target,
      Normalization normalization,
      SplittableRandom random,
      float[] pixels,
      int offset,
      float[] targets,
      int targetOffset) {
    checkForTargets();
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    boolean mirrored = random.nextBoolean() && flip;
    new Pixels(image.pixels(), 0, image.height(), image.width())
        .shift(normalization, down, right, mirrored, pixels, offset);
    target.shift(down, right, mirrored, targets, targetOffset);
  }

  /**
   * Finds out whether it can be applied to images that have targets.
   *
   * @throws BrokenRule if not
   */
  public void checkForTargets() {
    if (crops()) {
      throw new BrokenRule(
          "smallest-crop",
          smallestCrop,
          "1 where images have targets, which cannot be cropped",
          "1");
    }
    if (policy != AutoAugment.NONE) {
      throw new BrokenRule(
          "policy",
          policy.toString().toLowerCase(Locale.ROOT),
          "none where images have targets, which it cannot change",
          "none");
    }
  }

  /** Whether it cuts parts out. */
  boolean crops() {
    return smallestCrop < 1;
  }

  private DecodedImage fit(DecodedImage image, int height, int width, SplittableRandom random) {
    if (!crops()) {
      return CentreFit.fit(image, height, width);
    }
    RandomCrop.Box box = new RandomCrop(smallestCrop).draw(image.height(), image.width(), random);
    return RandomCrop.cut(image, box, height, width);
  }

  /** Shifts and mirrors at random, by three draws. */
  private void move(
      Pixels pixels,
      Normalization normalization,
      SplittableRandom random,
      float[] target,
      int offset) {
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    boolean mirrored = random.nextBoolean() && flip;
    pixels.shift(normalization, down, right, mirrored, target, offset);
  }

  /**
   * The pixels of one image, wherever they are.
   *
   * @param bytes {@code [h, w, c]} from {@code start} on
   */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this package
  record Pixels(byte[] bytes, int start, int height, int width) {
    /** Pixel (y, x) comes from (y − down, x − right) of the image, which is mirrored first. */
    void shift(
        Normalization normalization,
        int down,
        int right,
        boolean mirrored,
        float[] target,
        int offset) {
      int channels = normalization.channels();
      Arrays.fill(target, offset, offset + height * width * channels, 0f);
      int first = Math.max(0, right);
      int end = Math.min(width, width + right);
      int step = mirrored ? -channels : channels;
      for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
        int column = mirrored ? width - 1 - (first - right) : first - right;
        for (int c = 0; c < channels; c++) { // inside, so that a row is still in the cache
          float scale = normalization.scale(c);
          float shift = normalization.shift(c);
          int from = start + ((y - down) * width + column) * channels + c;
          int to = offset + (y * width + first) * channels + c;
          for (int x = first; x < end; x++, from += step, to += channels) {
            target[to] = (bytes[from] & 0xff) * scale + shift;
          }
        }
      }
    }
  }
}
