package netadapt.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;

/** A run of images of one split, packed for one partition. */
public final class ImageShard implements TrainingShard {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final int first;
  private final int height;
  private final int width;
  private final int channels;
  private final byte[] pixels;
  private final int[] labels;
  private final float[] targets;
  private final int targetSize;

  /**
   * @param index number of the shard, from 0
   * @param first number of its first image within the split, from 0
   * @param height of every image, in pixels
   * @param width of every image, in pixels
   * @param channels of every image
   * @param pixels {@code [n, h, w, c]} unsigned bytes; not copied
   * @param labels {@code [n]}; not copied
   * @throws IllegalArgumentException if there are not as many pixels as the images have
   */
  public ImageShard(
      int index, int first, int height, int width, int channels, byte[] pixels, int[] labels) {
    this(index, first, height, width, channels, pixels, labels, new float[0], 0);
  }

  /**
   * Images that have targets.
   *
   * @param labels {@code [n]}, all 0; not copied
   * @param targets {@code [n, h, w]}, 0 where nothing is known; not copied
   * @param targetSize height × width, or 0 if there are no targets
   * @throws IllegalArgumentException if there are not as many pixels or targets as the images have
   */
  public ImageShard(
      int index,
      int first,
      int height,
      int width,
      int channels,
      byte[] pixels,
      int[] labels,
      float[] targets,
      int targetSize) {
    if (pixels.length != (long) labels.length * height * width * channels) {
      throw new IllegalArgumentException(
          "%d bytes are not %d images of %d×%d pixels with %d channels"
              .formatted(pixels.length, labels.length, height, width, channels));
    }
    boolean ofImage = targetSize == 0 || targetSize == height * width;
    if (!ofImage || targets.length != (long) labels.length * targetSize) {
      throw new IllegalArgumentException(
          "%d targets of %d values each are not those of %d images of %d×%d pixels"
              .formatted(targets.length, targetSize, labels.length, height, width));
    }
    this.index = index;
    this.first = first;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.pixels = pixels;
    this.labels = labels;
    this.targets = targets;
    this.targetSize = targetSize;
  }

  /** Number of the shard, from 0. */
  public int index() {
    return index;
  }

  /**
   * Number of its first image within the split, from 0: an image has the same however many shards
   * there are.
   */
  public int first() {
    return first;
  }

  /** Of every image, in pixels. */
  @Override
  public int height() {
    return height;
  }

  /** Of every image, in pixels. */
  @Override
  public int width() {
    return width;
  }

  /** Of every image. */
  @Override
  public int channels() {
    return channels;
  }

  /** How many images there are, 0 or more. */
  @Override
  public int size() {
    return labels.length;
  }

  /** Values per image: height × width × channels. */
  @Override
  public int imageSize() {
    return height * width * channels;
  }

  /**
   * The class of an image.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public int label(int image) {
    return labels[image];
  }

  @Override
  public int targetSize() {
    return targetSize;
  }

  /**
   * A copy of an image's target.
   *
   * @return {@code [h, w]}, 0 where nothing is known; empty if images have none
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public float[] target(int image) {
    Objects.checkIndex(image, size());
    return Arrays.copyOfRange(targets, image * targetSize, (image + 1) * targetSize);
  }

  /**
   * A copy of one image.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public DecodedImage image(int image) {
    Objects.checkIndex(image, size());
    int start = start(image);
    return new DecodedImage(
        height, width, channels, Arrays.copyOfRange(pixels, start, start + imageSize()));
  }

  /**
   * Writes one image as normalised numbers.
   *
   * @param image its number in the shard
   * @param normalization as many channels as the shard
   * @param layout order of the values
   * @param target receives {@code [c, h, w]} or {@code [h, w, c]} float32
   * @param offset of the image's first value in {@code target}
   * @throws IndexOutOfBoundsException if there is no such image or the target has no room
   */
  public void normalize(
      int image, Normalization normalization, Layout layout, float[] target, int offset) {
    check(image, normalization, target, offset);
    int area = height * width;
    int step = layout == Layout.CHANNELS_LAST ? channels : 1;
    for (int c = 0; c < channels; c++) {
      float scale = normalization.scale(c);
      float shift = normalization.shift(c);
      int from = start(image) + c;
      int to = offset + (layout == Layout.CHANNELS_LAST ? c : c * area);
      for (int i = 0; i < area; i++, from += channels, to += step) {
        target[to] = (pixels[from] & 0xff) * scale + shift;
      }
    }
  }

  @Override
  public EpochImages epoch(long seed) {
    Permutation order = new Permutation(size(), seed);
    return place -> new OfShard(this, order.at(place));
  }

  /** One of the images. */
  private record OfShard(ImageShard shard, int image) implements TrainingImage {
    @Override
    public int label() {
      return shard.label(image);
    }

    @Override
    public int index() {
      return shard.first() + image;
    }

    @Override
    public void write(
        Augmentation augmentation,
        Normalization normalization,
        SplittableRandom random,
        float[] target,
        int offset) {
      augmentation.apply(shard, image, normalization, random, target, offset);
    }

    @Override
    public void write(
        Augmentation augmentation,
        Normalization normalization,
        SplittableRandom random,
        float[] pixels,
        int offset,
        float[] targets,
        int targetOffset) {
      TargetMap target = new TargetMap(shard.height(), shard.width(), shard.target(image));
      augmentation.apply(
          shard.image(image), target, normalization, random, pixels, offset, targets, targetOffset);
    }
  }

  /** All images, uncopied: {@code [n, h, w, c]}. */
  byte[] pixels() {
    return pixels;
  }

  /** Where an image starts in {@link #pixels()}. */
  int start(int image) {
    return image * imageSize();
  }

  void check(int image, Normalization normalization, float[] target, int offset) {
    Objects.checkIndex(image, size());
    Objects.checkFromIndexSize(offset, imageSize(), target.length);
    if (normalization.channels() != channels) {
      throw new IllegalArgumentException(
          "the normalisation is for %d channels but the images have %d"
              .formatted(normalization.channels(), channels));
    }
  }
}
