package netadapt.data;

import java.io.IOException;
import java.io.Serializable;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Where images come from. Folders may be of any file system that Hadoop knows. */
public sealed interface ImageSource extends Serializable
    permits EmbeddedDigits,
        IdxFiles,
        ImageFolders,
        CifarBinaries,
        ImageNetFiles,
        Rooms,
        NyuMat,
        NyuFrames {

  /**
   * A source by its format's name, as configuration has it.
   *
   * @param format "digits", "idx", "folders", "cifar", "imagenet", "rooms", "nyu-mat" or
   *     "nyu-frames"
   * @param folder where the files are; ignored for {@code digits} and {@code rooms}
   * @throws BadInput if there is no such format
   */
  static ImageSource of(String format, String folder) {
    return switch (format) {
      case "digits" -> new EmbeddedDigits();
      case "idx" -> new IdxFiles(folder);
      case "folders" -> new ImageFolders(folder);
      case "cifar" -> new CifarBinaries(folder);
      case "imagenet" -> new ImageNetFiles(folder);
      case "rooms" -> new Rooms();
      case "nyu-mat" -> new NyuMat(folder);
      case "nyu-frames" -> new NyuFrames(folder);
      default ->
          throw new BadInput(
              "image format is \"%s\" but must be digits, idx, folders, cifar, imagenet, rooms, nyu-mat or nyu-frames"
                  .formatted(format));
    };
  }

  /** What it is, for people: the format and the folder. */
  String description();

  /**
   * Finds its images.
   *
   * @throws BadInput if they are not there
   */
  Listing list(Configuration hadoop) throws IOException;

  /**
   * The same, by tasks where that takes long.
   *
   * @throws BadInput if they are not there
   */
  default Listing list(SparkSession spark) throws IOException {
    return list(spark.sparkContext().hadoopConfiguration());
  }

  /** Whether its images have targets instead of classes: the depth of each pixel. */
  default boolean hasTargets() {
    return false;
  }

  /** Opens it on an executor. */
  ImageReader reader(Configuration hadoop);

  /**
   * The same, where a source need not give more than is kept.
   *
   * @param form what is kept of its images
   */
  default ImageReader reader(Configuration hadoop, ImageForm form) {
    return reader(hadoop);
  }
}
