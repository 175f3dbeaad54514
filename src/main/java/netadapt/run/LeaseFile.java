package netadapt.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The file that says who writes a run directory. It is replaced in place, and so may be seen empty.
 *
 * @param path of the file
 * @param temporary a folder for what is left over if a process is killed
 */
record LeaseFile(FileSystem files, Path path, Path temporary) {
  /**
   * What the file holds.
   *
   * @param holder empty if it is not whole
   * @param modified when, in milliseconds of the file system's clock
   */
  record Content(Optional<LeaseHolder> holder, long modified) {}

  /** Writes it if it is not there; whether it was not, as far as the file system can tell. */
  boolean create(LeaseHolder holder) throws IOException {
    OutputStream out;
    try {
      out = files.create(path, false);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      write(out, holder);
    } catch (IOException e) {
      files.delete(path, false);
      throw e;
    }
    return true;
  }

  /** Writes it over the one that is there. */
  void replace(LeaseHolder holder) throws IOException {
    write(files.create(path, true), holder);
  }

  private static void write(OutputStream out, LeaseHolder holder) throws IOException {
    try (out) {
      out.write(holder.json().getBytes(StandardCharsets.UTF_8));
    } catch (FSError e) { // of a local disk that is full
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Empty if it is not there. */
  Optional<Content> read() throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      long modified = files.getFileStatus(path).getModificationTime();
      return Optional.of(new Content(LeaseHolder.parse(text), modified));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (FSError e) { // of a local disk that is broken
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * How long ago it was written, by the clock of the file system: that of a file written now, among
   * what a run removes that is left over.
   */
  Duration age(Content content) throws IOException {
    Path probe = new Path(temporary, "clock-" + UUID.randomUUID());
    files.create(probe, true).close();
    try {
      return Duration.ofMillis(
          files.getFileStatus(probe).getModificationTime() - content.modified());
    } catch (FileNotFoundException e) {
      return Duration.ZERO; // whoever has removed it works here now
    } finally {
      files.delete(probe, false);
    }
  }

  void delete() throws IOException {
    files.delete(path, false);
  }
}
