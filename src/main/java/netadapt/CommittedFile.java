package netadapt;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * A file that is written as a whole or not at all, and replaced without being missing in between,
 * on any file system that Hadoop knows and wherever the process is killed.
 *
 * <p>It is written under another name, and then renamed: where no file has the new name, that is
 * one step everywhere. On a local disk and on HDFS it is one step, too, if there is a file of that
 * name. Other file systems refuse to rename over a file, or remove it first. There the new file is
 * renamed to a third name, under which it counts from then on; then the one that is there is
 * written over, which object stores show when it is done, and the third name goes.
 *
 * <p>So whoever may meet a file that is replaced reads it through this class.
 */
public final class CommittedFile {
  private final FileSystem files;
  private final Path path;
  private final Path temporary;
  private final Path next;

  /** Writes a file. */
  @FunctionalInterface
  public interface Writing {
    /**
     * Writes it all.
     *
     * @param temporary does not exist yet; its parent does
     */
    void to(Path temporary) throws IOException;
  }

  /**
   * Names a file; touches nothing.
   *
   * @param files its file system
   * @param path of the file
   * @param temporary where it is written
   * @param next where it counts while the one that is there is written over
   */
  public CommittedFile(FileSystem files, Path path, Path temporary, Path next) {
    this.files = files;
    this.path = path;
    this.temporary = temporary;
    this.next = next;
  }

  /** A file whose other names are beside it, hidden by dots. */
  public static CommittedFile of(Path path, Configuration hadoop) throws IOException {
    String name = "." + path.getName();
    return new CommittedFile(
        HadoopFiles.of(path, hadoop),
        path,
        new Path(path.getParent(), name + ".tmp"),
        new Path(path.getParent(), name + ".next"));
  }

  /**
   * Writes it, in place of one that is there.
   *
   * @throws IOException if that fails; then it is as it was, or as it should be
   */
  public void write(Writing writing) throws IOException {
    try {
      files.delete(temporary, true);
      files.mkdirs(temporary.getParent());
      writing.to(temporary);
      files.mkdirs(path.getParent());
      commit();
    } catch (IOException | FSError e) { // the latter of a local disk that is full
      makeRoom();
      throw e instanceof IOException failure ? failure : new IOException(e);
    }
  }

  /** Writes bytes, in place of what is there. */
  public void write(byte[] bytes) throws IOException {
    write(
        file -> {
          try (OutputStream out = files.create(file)) {
            out.write(bytes);
          }
        });
  }

  private void commit() throws IOException {
    if (files instanceof DistributedFileSystem hdfs) {
      hdfs.rename(temporary, path, Options.Rename.OVERWRITE);
    } else if (isLocal()) {
      rename(path); // over one that is there, as POSIX says
    } else {
      finish();
      if (files.exists(path)) {
        files.mkdirs(next.getParent());
        rename(next);
        finish();
      } else {
        rename(path);
      }
    }
  }

  private void rename(Path target) throws IOException {
    if (!files.rename(temporary, target)) {
      throw new IOException("cannot rename " + temporary + " to " + target);
    }
  }

  /** Puts a file that counts under its third name in its place; only for who may write. */
  public void finish() throws IOException {
    if (isNext()) {
      try (FSDataInputStream in = files.open(next);
          OutputStream out = files.create(path, true)) {
        in.transferTo(out);
      }
      files.delete(next, false);
    }
  }

  private void makeRoom() {
    try {
      files.delete(temporary, true);
    } catch (IOException e) {
      // It is deleted before it is written again.
    }
  }

  /** Whether it is there, and so complete. */
  public boolean exists() throws IOException {
    return files.exists(path) || isNext();
  }

  /** Where it can be read now. */
  public Path current() throws IOException {
    return isNext() ? next : path;
  }

  /**
   * Opens it.
   *
   * @throws FileNotFoundException if it is not there
   */
  public FSDataInputStream open() throws IOException {
    if (isNext()) {
      try {
        return files.open(next);
      } catch (FileNotFoundException e) {
        // By now it is in its place.
      }
    }
    return files.open(path);
  }

  /** Deletes it, if it is there. A directory goes with all that is in it. */
  public void delete() throws IOException {
    files.delete(path, true);
    if (!replacesInOneStep()) {
      files.delete(next, true);
    }
  }

  private boolean isNext() throws IOException {
    if (replacesInOneStep()) {
      return false;
    }
    try {
      return files.getFileStatus(next).isFile();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private boolean replacesInOneStep() {
    return isLocal() || files instanceof DistributedFileSystem;
  }

  private boolean isLocal() {
    return "file".equals(files.getUri().getScheme());
  }
}
