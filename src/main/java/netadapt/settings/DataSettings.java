package netadapt.settings;

import java.util.List;
import netadapt.arch.Shape;
import netadapt.data.Augmentation;
import netadapt.data.Stored;

/**
 * The images and how they are prepared.
 *
 * @param path of the images; empty for a source that needs none
 * @param height in pixels; 0 for the network's
 * @param width in pixels; 0 for the network's
 * @param channels 1 or 3; 0 for the network's
 * @param stored what is kept of each image
 * @param storedSide pixels of the shorter side, where whole images are kept scaled
 * @param cropShare how much of an image the network sees when it is scored, in (0, 1]
 * @param heldOut training images held out to score sub-networks
 * @param test images set apart where the source has no test images
 * @param seed decides which images are held out
 * @param maxBadShare share of images that may be unreadable, in [0, 1]
 * @param directory of the prepared images
 * @param partitions Parquet files; 0 for two per task slot, and more where they would be large
 * @param windowMegabytes of stored images that a worker holds at a time where it reads them while
 *     it trains
 * @param augment how training images are changed
 */
public record DataSettings(
    Source source,
    String path,
    int height,
    int width,
    int channels,
    Stored stored,
    int storedSide,
    double cropShare,
    int heldOut,
    int test,
    long seed,
    double maxBadShare,
    String directory,
    int partitions,
    int windowMegabytes,
    Augmentation augment,
    NormalizationChoice normalization) {

  /** What the images are read from. */
  public enum Source {
    MNIST,
    IMAGES,
    CIFAR_BINARY,
    IDX,
    IMAGENET,
    ROOMS,
    NYU_MAT,
    NYU_FRAMES;

    /** Whether it comes with the program. */
    boolean isOwn() {
      return this == MNIST || this == ROOMS;
    }

    /** Whether its images have depths instead of classes. */
    public boolean hasDepths() {
      return this == ROOMS || this == NYU_MAT || this == NYU_FRAMES;
    }

    /** Whether each image is a file, whose bytes can be kept. */
    boolean hasFiles() {
      return this == IMAGES || this == IMAGENET;
    }
  }

  /**
   * What the channels, from 0 to 1, are shifted and scaled by.
   *
   * @param mean one per channel; empty for those of the dataset
   * @param std one per channel, each more than 0; empty for those of the dataset
   */
  public record NormalizationChoice(List<Double> mean, List<Double> std) {
    public NormalizationChoice {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }

    /** Whether the training images' own statistics are used. */
    public boolean ofDataset() {
      return mean.isEmpty();
    }
  }

  /**
   * The size of the images after preparation.
   *
   * @param written what the network is written for, used where nothing else is set
   */
  public Shape input(Shape written) {
    return new Shape(
        height == 0 ? written.height() : height,
        width == 0 ? written.width() : width,
        channels == 0 ? written.channels() : channels);
  }

  static DataSettings read(Section data) {
    Source source = data.choice("source", Source.class);
    DataSettings settings =
        new DataSettings(
            source,
            data.optionalText("path"),
            data.integer("height", 0),
            data.integer("width", 0),
            channels(data),
            data.choice("stored", Stored.class),
            data.integer("stored-side", 1),
            data.number("crop-share", x -> x > 0 && x <= 1, "more than 0 and at most 1"),
            data.integer("held-out", 1),
            data.integer("test", 0),
            data.seed("seed"),
            data.number("max-bad-share", x -> x >= 0 && x <= 1, "from 0 to 1"),
            data.text("directory"),
            data.integer("partitions", 0),
            data.integer("window-megabytes", 1),
            AugmentationSettings.read(data.section("augment"), source.hasDepths()),
            normalization(data));
    String word = Section.word(settings.source);
    if (settings.path.isEmpty() && !settings.source.isOwn() && !data.has("path")) {
      data.broken("path", "the images' folder where data.source is " + word, "FOLDER");
    }
    if (!settings.path.isEmpty() && settings.source.isOwn()) {
      data.broken(
          "path",
          "null where data.source is " + word + ", which has its own images: set data.source");
    }
    if (settings.source.hasDepths()) {
      checkForDepths(data, settings);
    } else if (settings.stored == Stored.ORIGINAL && !settings.source.hasFiles()) {
      data.broken(
          "stored", "fitted, pixels or jpeg where data.source is " + word + ", which has no files");
    }
    data.finish();
    return settings;
  }

  /** Depths are kept at the network's size alone, and so must their images be. */
  private static void checkForDepths(Section data, DataSettings settings) {
    String word = Section.word(settings.source);
    if (settings.stored != Stored.FITTED) {
      data.broken("stored", "fitted where data.source is " + word + ", which has depths");
    }
  }

  private static int channels(Section data) {
    int channels = data.integer("channels", 0);
    if (channels != 0 && channels != 1 && channels != 3) {
      data.broken("channels", "1 (grey), 3 (colours) or 0 (the network's)");
    }
    return channels;
  }

  private static NormalizationChoice normalization(Section data) {
    if (!data.isObject("normalization")) {
      if (!data.text("normalization").equals("dataset")) {
        data.broken("normalization", "dataset, or { mean = […], std = […] }");
      }
      return new NormalizationChoice(List.of(), List.of());
    }
    Section section = data.section("normalization");
    List<Double> mean = section.numbers("mean", l -> !l.isEmpty(), "one number per channel");
    List<Double> std =
        section.numbers(
            "std",
            l -> l.size() == mean.size() && l.stream().allMatch(x -> x > 0),
            "as many numbers as mean has, each more than 0");
    section.finish();
    return new NormalizationChoice(mean, std);
  }
}
