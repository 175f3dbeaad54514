package netadapt.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.BadInput;
import netadapt.CommittedFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A prepared dataset, by its {@code dataset.json}.
 *
 * @param id hash of the labels, splits and pixels
 * @param classes names by label
 * @param targets whether each image has one, such as a depth for every pixel, instead of a class
 * @param height of every image, in pixels
 * @param width of every image, in pixels
 * @param channels 1 or 3
 * @param images per split
 */
public record PreparedDataset(
    String id,
    List<String> classes,
    boolean targets,
    int height,
    int width,
    int channels,
    Map<String, Long> images) {
  static final String FILE = "dataset.json";

  public PreparedDataset {
    classes = List.copyOf(classes);
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
  }

  /**
   * Opens a dataset, wherever it is, without a Spark session.
   *
   * @param directory of the dataset
   * @param hadoop says how to reach its file system
   * @throws BadInput if there is none, or its file is not JSON
   * @throws UncheckedIOException if the file system fails
   */
  public static PreparedDataset open(String directory, Configuration hadoop) {
    return find(directory, hadoop)
        .orElseThrow(
            () ->
                new BadInput(
                    "folder %s holds no dataset (no %s): run prepare first, or check the path"
                        .formatted(directory, FILE)));
  }

  /** The same, empty if there is none. */
  public static Optional<PreparedDataset> find(String directory, Configuration hadoop) {
    Path file = new Path(directory, FILE);
    try (FSDataInputStream in = CommittedFile.of(file, hadoop).open()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(read(text, file.toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PreparedDataset read(String json, String where) {
    JsonObject root = JsonObject.parse(json, where);
    Map<String, Long> images = new LinkedHashMap<>();
    root.numbers("counts").forEach((split, count) -> images.put(split, count.longValue()));
    return new PreparedDataset(
        root.text("id").orElse(""),
        root.texts("classes"),
        root.text("target").isPresent(),
        (int) root.whole("height").orElse(0),
        (int) root.whole("width").orElse(0),
        (int) root.whole("channels").orElse(0),
        images);
  }
}
