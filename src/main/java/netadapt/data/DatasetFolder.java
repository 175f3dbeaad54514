package netadapt.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import netadapt.BadInput;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A dataset's folder: {@code images.parquet}, {@code unreadable.txt} if files were skipped, and
 * {@code dataset.json}.
 *
 * <p>A dataset is made in a folder beside it and then moved, {@code dataset.json} last: while that
 * is missing there is no dataset, so none is ever seen by halves, on any file system.
 */
final class DatasetFolder {
  private static final String IMAGES = "images.parquet";
  private static final String UNREADABLE = "unreadable.txt";
  private static final String FACTS = "dataset.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final FileSystem files;
  private final Path folder;

  DatasetFolder(Configuration hadoop, String folder) throws IOException {
    Path path = new Path(folder);
    files = HadoopFiles.of(path, hadoop);
    this.folder = files.makeQualified(path);
  }

  private DatasetFolder(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /** Where a dataset is made before it is moved here; always the same, so leftovers are found. */
  DatasetFolder workshop() {
    return new DatasetFolder(
        files, new Path(folder.getParent(), "." + folder.getName() + ".preparing"));
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
    Set<String> ours = Set.of(IMAGES, UNREADABLE, FACTS);
    for (FileStatus status : found) {
      String name = status.getPath().getName();
      if (!ours.contains(name) && !name.endsWith(".crc")) {
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

  /** Moves what is here to another folder, whose dataset it replaces. */
  void publish(DatasetFolder target) throws IOException {
    List<String> inOrder = List.of(IMAGES, UNREADABLE, FACTS);
    files.delete(new Path(target.folder, FACTS), false);
    files.delete(new Path(target.folder, UNREADABLE), false);
    files.delete(new Path(target.folder, IMAGES), true);
    files.mkdirs(target.folder);
    for (String name : inOrder) {
      Path from = new Path(folder, name);
      if (files.exists(from) && !files.rename(from, new Path(target.folder, name))) {
        throw new IOException("cannot move " + from + " to " + target.folder);
      }
    }
    delete();
  }

  /** Where the Parquet files are. */
  String images() {
    return new Path(folder, IMAGES).toString();
  }

  /** Writes one line per skipped file: its path, a tab, the reason. */
  void writeUnreadable(List<String> lines) throws IOException {
    write(UNREADABLE, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void write(DatasetFacts facts) throws IOException {
    write(FACTS, JSON.writeValueAsBytes(facts));
  }

  private void write(String name, byte[] bytes) throws IOException {
    try (OutputStream output = files.create(new Path(folder, name))) {
      output.write(bytes);
    }
  }

  /**
   * @throws BadInput if there is no dataset, or its facts cannot be read
   */
  DatasetFacts facts() throws IOException {
    try (InputStream input = files.open(new Path(folder, FACTS))) {
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
