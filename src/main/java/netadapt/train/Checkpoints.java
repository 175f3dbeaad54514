package netadapt.train;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.ZipException;
import netadapt.BadInput;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The latest state of a training, on any file system that Hadoop knows.
 *
 * <p>A checkpoint is a folder such as {@code checkpoint/step-00000123} with {@code model.zip},
 * {@code state.bin} and, written last, {@code _COMPLETE}: without that it does not count. The one
 * before is kept until then. Nothing is renamed, because an object store renames file by file.
 */
final class Checkpoints {
  private static final String PREFIX = "step-";
  private static final String MODEL = "model.zip";
  private static final String STATE = "state.bin";
  private static final String COMPLETE = "_COMPLETE";

  private final Path parent;
  private final Configuration hadoop;
  private final Runnable mayWrite;

  /** Those of a training that no other process can have taken over. */
  Checkpoints(String directory, Configuration hadoop) {
    this(directory, hadoop, () -> {});
  }

  /**
   * @param directory of the training's results
   * @param mayWrite throws if another process has taken the training over
   */
  Checkpoints(String directory, Configuration hadoop, Runnable mayWrite) {
    this.parent = new Path(directory, "checkpoint");
    this.hadoop = hadoop;
    this.mayWrite = mayWrite;
  }

  /** Something in a checkpoint. */
  private interface Reader<T> {
    T read(FileSystem files, Path folder) throws IOException;
  }

  /**
   * The last state saved, if any.
   *
   * @throws BadInput if it is of another version, is damaged, or holds what is not of a training
   */
  Optional<TrainingState> latest() {
    return ofNewest(
        (files, folder) -> {
          Path model = new Path(folder, MODEL);
          try (var zip = files.open(model);
              var state = files.open(new Path(folder, STATE))) {
            return StateFile.read(state, ModelZip.read(zip, model.toString()), folder.toString());
          }
        });
  }

  /**
   * The workers of the last state saved, if any.
   *
   * @throws BadInput if it is of another version, or damaged
   */
  OptionalInt workers() {
    Optional<Integer> workers =
        ofNewest(
            (files, folder) -> {
              try (var state = files.open(new Path(folder, STATE))) {
                return StateFile.workers(state, folder.toString());
              }
            });
    return workers.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private <T> Optional<T> ofNewest(Reader<T> reader) {
    try {
      FileSystem files = files();
      if (files.exists(new Path(parent, STATE))) { // as it was before checkpoints had numbers
        throw StateFile.otherVersion(parent.toString());
      }
      for (Path folder : newestFirst(files)) {
        if (whole(files, folder)) {
          return Optional.of(read(reader, files, folder));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint in " + parent + " cannot be read", e);
    }
  }

  /**
   * A machine that goes down may lose the end of files that were complete, but not on a disk yet.
   */
  private static <T> T read(Reader<T> reader, FileSystem files, Path folder) throws IOException {
    try {
      return reader.read(files, folder);
    } catch (EOFException | ZipException | ChecksumException e) {
      throw new BadInput(
          "checkpoint %s is damaged (%s): put back a copy of it, or delete it to train anew"
              .formatted(folder, e),
          e);
    }
  }

  /** Keeps a state, and removes the ones before once it is safe. */
  void save(TrainingState state) {
    mayWrite.run();
    try {
      FileSystem files = files();
      Path folder = new Path(parent, PREFIX + String.format(Locale.ROOT, "%08d", state.step()));
      for (Path other : newestFirst(files)) {
        boolean complete = whole(files, other);
        if (complete && other.equals(folder)) {
          return; // of the same steps: the same state, which must not be written over
        }
        if (!complete) {
          remove(files, other);
        }
      }
      try {
        write(files, folder, state);
      } catch (IOException | FSError e) {
        discard(files, folder);
        throw e;
      }
      for (Path other : newestFirst(files)) {
        if (!other.equals(folder)) {
          remove(files, other);
        }
      }
    } catch (IOException | FSError e) { // the latter of a local disk that is full
      throw new UncheckedIOException(
          "checkpoint in " + parent + " cannot be written",
          e instanceof IOException failure ? failure : new IOException(e));
    }
  }

  /** Makes room, where that is what lacks. */
  private static void discard(FileSystem files, Path folder) {
    try {
      remove(files, folder);
    } catch (IOException e) {
      // It does not count, and is removed before the next one is written.
    }
  }

  private static void write(FileSystem files, Path folder, TrainingState state) throws IOException {
    try (var out = files.create(new Path(folder, MODEL))) {
      ModelZip.write(state.graph(), true, out);
    }
    try (var out = files.create(new Path(folder, STATE))) {
      StateFile.write(state, out);
    }
    files.create(new Path(folder, COMPLETE)).close();
  }

  /** Removes every checkpoint: the training is over and its results are safe. */
  void clear() {
    mayWrite.run();
    try {
      FileSystem files = files();
      for (Path folder : newestFirst(files)) {
        remove(files, folder);
      }
      files.delete(parent, true);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint in " + parent + " cannot be removed", e);
    }
  }

  /** First what makes it count: an object store removes a folder file by file, in any order. */
  private static void remove(FileSystem files, Path folder) throws IOException {
    files.delete(new Path(folder, COMPLETE), false);
    files.delete(folder, true);
  }

  /** A folder that someone was stopped at removing may have lost any of its files. */
  private static boolean whole(FileSystem files, Path folder) throws IOException {
    for (String file : List.of(COMPLETE, STATE, MODEL)) {
      if (!files.exists(new Path(folder, file))) {
        return false;
      }
    }
    return true;
  }

  private List<Path> newestFirst(FileSystem files) throws IOException {
    List<Path> folders = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(parent)) {
        if (status.getPath().getName().matches(PREFIX + "\\d{1,18}")) {
          folders.add(new Path(parent, status.getPath().getName()));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of(); // nothing was ever saved
    }
    folders.sort(Comparator.comparingLong(Checkpoints::step).reversed());
    return folders;
  }

  private static long step(Path folder) {
    return Long.parseLong(folder.getName().substring(PREFIX.length()));
  }

  private FileSystem files() throws IOException {
    return HadoopFiles.of(parent, hadoop);
  }
}
