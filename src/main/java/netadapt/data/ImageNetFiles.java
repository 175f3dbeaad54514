package netadapt.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * ILSVRC2012 as it is fetched, or unpacked: {@code ILSVRC2012_img_train.tar}, or {@code train} with
 * a folder or a tar file per class; and for testing {@code ILSVRC2012_img_val.tar}, or {@code val}
 * with a folder per class or with all images, and then what {@link GroundTruth#FILES} says.
 *
 * <p>Tar files are not unpacked: an image is a place in one. Classes are sorted by their WordNet
 * ids.
 *
 * @param folder that holds them
 */
public record ImageNetFiles(String folder) implements ImageSource {
  /**
   * Training images of ILSVRC2012, as published.
   *
   * @see <a href="https://image-net.org/challenges/LSVRC/2012">ILSVRC2012</a>
   */
  static final int TRAINING_IMAGES = 1_281_167;

  /** Validation images of it. */
  static final int VALIDATION_IMAGES = 50_000;

  /** Classes of it. */
  static final int CLASSES = 1000;

  /**
   * Splits of what is published, for images that are not there yet.
   *
   * @param heldOut wanted
   * @throws netadapt.BrokenRule if no image would be left to train with
   */
  public static SplitCounts published(int heldOut) {
    return splits(heldOut, 0, VALIDATION_IMAGES, "ImageNet");
  }

  private static SplitCounts splits(int heldOut, int apart, int own, String where) {
    int train = SplitCounts.left(TRAINING_IMAGES, heldOut, apart, where);
    return new SplitCounts(train, heldOut, own + apart, CLASSES);
  }

  /**
   * Whether there is anything that training images may be in.
   *
   * @throws netadapt.BadInput if the folder is a file
   */
  public boolean isThere(Configuration hadoop) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    if (!files.has("")) {
      return false;
    }
    files.check();
    return ImageNetTraining.isThere(files);
  }

  /**
   * How many images each split gets if all can be read. Where tar files of all classes are there,
   * none of them is opened, which would take minutes: they have what is published.
   *
   * @param heldOut wanted
   * @param test wanted where there are no validation images
   * @throws netadapt.BadInput if images are missing or damaged
   * @throws netadapt.BrokenRule if no image would be left to train with
   */
  public SplitCounts count(Configuration hadoop, int heldOut, int test) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    files.check();
    if (ImageNetTraining.classTars(files) < CLASSES) {
      return SplitCounts.of(list(hadoop), heldOut, test, description());
    }
    int own = ImageNetValidation.count(files);
    return splits(heldOut, own == 0 ? test : 0, own, description());
  }

  @Override
  public String description() {
    return "ImageNet in " + folder;
  }

  @Override
  public Listing list(Configuration hadoop) throws IOException {
    return list(hadoop, tars -> tars.stream().map(tar -> headers(tar, hadoop)).toList());
  }

  /** Reads the headers of the tar files of classes by tasks. */
  @Override
  public Listing list(SparkSession spark) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Broadcast<SerializableConfiguration> shared =
        context.broadcast(new SerializableConfiguration(hadoop));
    return list(
        hadoop,
        tars ->
            context
                .parallelize(tars, Math.max(1, tars.size()))
                .map(tar -> headers(tar, shared.value().value()))
                .collect());
  }

  private TarHeaders headers(ImageNetTar tar, Configuration hadoop) {
    try {
      return tar.headers(new SourceFolder(hadoop, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read %s in %s: %s".formatted(tar, folder, e.getMessage()), e);
    }
  }

  private Listing list(Configuration hadoop, ImageNetTar.Headers headers) throws IOException {
    SourceFolder files = new SourceFolder(hadoop, folder);
    files.check();
    UnusedFiles unused = new UnusedFiles();
    Map<String, List<FoundImage>> train = ImageNetTraining.find(files, headers, unused);
    Map<String, List<FoundImage>> test = ImageNetValidation.find(files, headers, unused);
    List<String> classes = List.copyOf(train.keySet());
    Map<String, Integer> labels = new TreeMap<>();
    classes.forEach(name -> labels.put(name, labels.size()));
    test.forEach(
        (name, images) -> {
          if (!labels.containsKey(name)) {
            images.forEach(
                image -> unused.add("validation images of classes not trained", image.name()));
          }
        });
    test.keySet().retainAll(labels.keySet());
    Listing listing = new Listing(classes, unused);
    train.forEach((name, images) -> listing.add(images, labels.get(name), false));
    test.forEach((name, images) -> listing.add(images, labels.get(name), true));
    return listing;
  }

  @Override
  public ImageReader reader(Configuration hadoop) {
    try {
      return new FileReader(new SourceFolder(hadoop, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
