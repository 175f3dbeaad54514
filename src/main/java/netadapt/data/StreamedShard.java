package netadapt.data;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A worker's training images that stay in the dataset's files: an epoch reads them as they come up,
 * and holds few of them at a time.
 *
 * <p>What an epoch mixes are blocks of consecutive images, some of them at a time: the images were
 * brought into random order when they were prepared.
 */
final class StreamedShard implements TrainingShard {
  private static final long serialVersionUID = 1L;

  private final ImageBlocks images;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final int from;
  private final int size;
  private final int imagesAtATime;

  /**
   * @param images of which the shard is a part
   * @param from index of the first one in the dataset
   * @param size how many there are, 0 or more
   * @param imagesAtATime about how many an epoch mixes with each other, whole blocks, at least one;
   *     in memory are twice as many, while the next ones are read
   */
  StreamedShard(
      ImageBlocks images,
      Broadcast<SerializableConfiguration> hadoop,
      int from,
      int size,
      int imagesAtATime) {
    this.images = images;
    this.hadoop = hadoop;
    this.from = from;
    this.size = size;
    this.imagesAtATime = imagesAtATime;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int height() {
    return images.form().height();
  }

  @Override
  public int width() {
    return images.form().width();
  }

  @Override
  public int channels() {
    return images.form().channels();
  }

  @Override
  public int targetSize() {
    return images.targets() ? height() * width() : 0;
  }

  @Override
  public EpochImages epoch(long seed) {
    return OpenEpochs.of(this, seed);
  }

  /**
   * What a shard is alike by.
   *
   * @param hadoop identifies the broadcast
   */
  record Key(ImageBlocks images, int from, int size, int imagesAtATime, long hadoop) {
    /** Whether it has the same place in a dataset, but was made by itself: each training does. */
    boolean isOfAnotherTraining(Key other) {
      return from == other.from && size == other.size && hadoop != other.hadoop;
    }
  }

  Key key() {
    return new Key(images, from, size, imagesAtATime, hadoop.id());
  }

  /** How the images are mixed in an epoch. */
  EpochWindows windows(long seed) {
    return new EpochWindows(size, imagesAtATime, seed);
  }

  /** An image of it. */
  record Image(StoredImage image) implements TrainingImage {
    @Override
    public int label() {
      return image.label();
    }

    @Override
    public int index() {
      return image.index(); // training images are the dataset's first ones
    }

    @Override
    public void write(
        Augmentation augmentation,
        Normalization normalization,
        SplittableRandom random,
        float[] target,
        int offset) {
      ImageForm form = image.form();
      DecodedImage whole = image.decode();
      DecodedImage seen = augmentation.crops() ? whole : form.fitted(whole);
      augmentation.apply(seen, form.height(), form.width(), normalization, random, target, offset);
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
      augmentation.apply(
          image.decode(),
          image.decodeTarget(),
          normalization,
          random,
          pixels,
          offset,
          targets,
          targetOffset);
    }
  }

  /**
   * Reads consecutive images.
   *
   * @param first number of the first one in the shard
   * @param count how many
   */
  List<StoredImage> read(int first, int count) {
    return images.read(from + first, from + first + count, hadoop.value().value());
  }
}
