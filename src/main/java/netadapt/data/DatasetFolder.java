package netadapt.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import netadapt.BadInput;
import netadapt.CommittedFile;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A dataset's folder: {@code images.parquet}, {@code unreadable.txt} if files were skipped, and
 * {@code dataset.json}.
 *
 * <p>{@code dataset.json} is written last: while that is missing there is no dataset, so none is
 * ever seen by halves, on any file system. It names the folder of the images: those of a dataset
 * that replaces one are in {@code images-2.parquet}, since it stays whole until the new one is, and
 * the other way round the next time.
 */
final class DatasetFolder {
  static final String IMAGES = "images.parquet";
  private static final String OTHER_IMAGES = "images-2.parquet";
  private static final String FACTS = "dataset.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Configuration hadoop;
  private final FileSystem files;
  private final Path folder;

  DatasetFolder(Configuration hadoop, String folder) throws IOException {
    Path path = new Path(folder);
    this.hadoop = hadoop;
    files = HadoopFiles.of(path, hadoop);
    this.folder = files.makeQualified(path);
  }

  /** Where images are kept until a dataset is made of them; always the same, to be found again. */
  DatasetFolder workshop() throws IOException {
    Path beside = new Path(folder.getParent(), "." + folder.getName() + ".preparing");
    return new DatasetFolder(hadoop, beside.toString());
  }

  /**
   * @throws BadInput if there is anything here but a dataset, which would be lost
   */
  void checkReplaceable() throws IOException {
    FileStatus[] found;
    try {
      found = files.listStatus(folder);
    } catch (FileNotFoundException e) {
      return;
    }
    Set<String> ours =
        Set.of(IMAGES, OTHER_IMAGES, unreadable(IMAGES), unreadable(OTHER_IMAGES), FACTS);
    for (FileStatus status : found) {
      String name = status.getPath().getName();
      boolean leftOver = ours.stream().anyMatch(own -> name.startsWith("." + own));
      if (!ours.contains(name) && !leftOver && !name.endsWith(".crc")) {
        throw new BadInput(
            "output folder %s holds %s but must be empty, absent or a prepared dataset: choose another folder"
                .formatted(folder, name));
      }
    }
  }

  void delete() throws IOException {
    files.delete(folder, true);
  }

  /**
   * A place for the pieces of a preparation, with those of one that was killed; all else that is
   * here is deleted.
   *
   * @param key other preparations have others
   */
  Pieces pieces(String key) throws IOException {
    Path pieces = new Path(folder, "pieces-" + key);
    files.mkdirs(pieces);
    for (FileStatus status : files.listStatus(folder)) {
      if (!status.getPath().getName().equals(pieces.getName())) {
        files.delete(status.getPath(), true);
      }
    }
    return new Pieces(pieces.toString());
  }

  /**
   * A name for the folder of images to be made, which is not there: not that of a dataset that is.
   */
  String newImages() throws IOException {
    String free = present().filter(IMAGES::equals).isPresent() ? OTHER_IMAGES : IMAGES;
    delete(free);
    return free;
  }

  /** Name of the images' folder, if there is a dataset. */
  private Optional<String> present() throws IOException {
    try {
      return Optional.of(facts().images());
    } catch (BadInput e) { // or none that can be read
      return Optional.empty();
    }
  }

  private void delete(String images) throws IOException {
    files.delete(new Path(folder, images), true);
    files.delete(new Path(folder, unreadable(images)), false);
  }

  /**
   * Makes this a dataset, in place of one that is there.
   *
   * @param facts of images that are here
   * @param unreadable one line per skipped file: its path, a tab, the reason
   */
  void publish(DatasetFacts facts, List<String> unreadable) throws IOException {
    if (!unreadable.isEmpty()) {
      CommittedFile.of(new Path(folder, unreadable(facts.images())), hadoop)
          .write((String.join("\n", unreadable) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    file().write(JSON.writeValueAsBytes(facts));
    delete(facts.images().equals(IMAGES) ? OTHER_IMAGES : IMAGES);
  }

  private static String unreadable(String images) {
    return images.replace("images", "unreadable").replace(".parquet", ".txt");
  }

  /** Where Parquet files are. */
  String images(String name) {
    return new Path(folder, name).toString();
  }

  private CommittedFile file() throws IOException {
    return CommittedFile.of(new Path(folder, FACTS), hadoop);
  }

  /**
   * @throws BadInput if there is no dataset, or its facts cannot be read
   */
  DatasetFacts facts() throws IOException {
    try (InputStream input = file().open()) {
      String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      return JSON.readValue(text, DatasetFacts.class);
    } catch (FileNotFoundException e) {
      throw new BadInput(
          "folder %s holds no dataset (no %s): run prepare first, or check the path"
              .formatted(folder, FACTS),
          e);
    } catch (JsonProcessingException e) {
      throw new BadInput(
          "%s in %s cannot be read (%s): run prepare again"
              .formatted(FACTS, folder, e.getOriginalMessage()),
          e);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
