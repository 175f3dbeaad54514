package netadapt.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import netadapt.BrokenRule;

/**
 * Changes training images at random: a part is cut out, a policy's operations and changes of colour
 * are applied, and the image is turned, enlarged, mirrored and shifted, in this order.
 *
 * @param padding largest shift in each direction, in pixels, 0 or more; what comes into view is the
 *     mean colour (0 after normalisation)
 * @param flip whether left and right are exchanged half of the time
 * @param smallestCrop least share of an image's area that is cut out, more than 0 and at most 1,
 *     which is for none
 * @param policy whose operations are applied
 * @param largestScale by which images are enlarged about their centre at most, at least 1, which is
 *     for none
 * @param rotation by which images are turned either way at most, in degrees from 0 to 180
 * @param jitter how far factors of brightness, contrast and saturation are from 1 at most, in
 *     {@code [0, 1]}
 */
public record Augmentation(
    int padding,
    boolean flip,
    double smallestCrop,
    AutoAugment policy,
    double largestScale,
    double rotation,
    double jitter)
    implements Serializable {
  /** Leaves images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false, 1, AutoAugment.NONE);

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public Augmentation {
    require(padding >= 0, "padding", padding, "at least 0");
    require(smallestCrop > 0 && smallestCrop <= 1, "smallestCrop", smallestCrop, "in (0, 1]");
    require(
        largestScale >= 1 && largestScale < Double.POSITIVE_INFINITY,
        "largestScale",
        largestScale,
        "at least 1");
    require(rotation >= 0 && rotation <= 180, "rotation", rotation, "from 0 to 180");
    require(jitter >= 0 && jitter <= 1, "jitter", jitter, "from 0 to 1");
  }

  /** One that leaves sizes, angles and, but for the policy, colours as they are. */
  public Augmentation(int padding, boolean flip, double smallestCrop, AutoAugment policy) {
    this(padding, flip, smallestCrop, policy, 1, 0, 0);
  }

  private static void require(boolean holds, String what, Number value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s but must be %s".formatted(what, value, rule));
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
    if (!crops() && policy == AutoAugment.NONE && jitter == 0) {
      new Pixels(shard.pixels(), shard.start(image), shard.height(), shard.width())
          .move(normalization, Motion.draw(this, random), target, offset);
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
    DecodedImage changed = new ColourJitter(jitter).change(policy.change(fitted, random), random);
    new Pixels(changed.pixels(), 0, height, width)
        .move(normalization, Motion.draw(this, random), target, offset);
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
    DecodedImage changed = new ColourJitter(jitter).change(image, random);
    Motion motion = Motion.draw(this, random);
    new Pixels(changed.pixels(), 0, image.height(), image.width())
        .move(normalization, motion, pixels, offset);
    target.move(motion, targets, targetOffset);
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

  /**
   * The pixels of one image, wherever they are.
   *
   * @param bytes {@code [h, w, c]} from {@code start} on
   */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this package
  record Pixels(byte[] bytes, int start, int height, int width) {
    /**
     * Normalises them, changed: pixels come from between those of the image, and 0 from outside.
     */
    void move(Normalization normalization, Motion motion, float[] target, int offset) {
      if (motion.isWhole()) {
        shift(normalization, motion.down(), motion.right(), motion.mirrored(), target, offset);
        return;
      }
      int channels = normalization.channels();
      float[] scales = new float[channels];
      float[] shifts = new float[channels];
      for (int c = 0; c < channels; c++) {
        scales[c] = normalization.scale(c);
        shifts[c] = normalization.shift(c);
      }
      Arrays.fill(target, offset, offset + height * width * channels, 0f);
      motion.forEach(
          height,
          width,
          (place, y, x) -> {
            int to = offset + place * channels;
            for (int c = 0; c < channels; c++) {
              target[to + c] = between(y, x, c, channels) * scales[c] + shifts[c];
            }
          });
    }

    /**
     * A value between pixels, linear in both directions; beyond their middles that of the border.
     */
    private float between(double y, double x, int channel, int channels) {
      int above = (int) Math.floor(y);
      int left = (int) Math.floor(x);
      float down = (float) (y - above);
      float right = (float) (x - left);
      int top = start + Math.max(0, above) * width * channels + channel;
      int bottom = start + Math.min(height - 1, above + 1) * width * channels + channel;
      int first = Math.max(0, left) * channels;
      int second = Math.min(width - 1, left + 1) * channels;
      float upper =
          (1 - right) * (bytes[top + first] & 0xff) + right * (bytes[top + second] & 0xff);
      float lower =
          (1 - right) * (bytes[bottom + first] & 0xff) + right * (bytes[bottom + second] & 0xff);
      return (1 - down) * upper + down * lower;
    }

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
