package netadapt.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netadapt.BadInput;
import netadapt.FileSystemCheck;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a run keeps its files, on any file system that Hadoop knows. What is written appears under
 * its name only when it is complete; until then it is under {@code .tmp}. {@link RunLayout} says
 * what lies where.
 *
 * <p>One process at a time writes a run directory, which has its {@link RunLease}; any number may
 * read it.
 */
public final class RunDirectory extends RunLayout implements AutoCloseable {
  private static final Pattern ITERATION = Pattern.compile("iteration-([0-9]+)\\.parquet");

  private final Path root;
  private final Configuration hadoop;
  private final FileSystem opened;
  private final FileSystem files;

  /** What this process has, while it writes. */
  private volatile Optional<RunLease> lease = Optional.empty();

  /** Writes a file or a directory. */
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
   * Names a run directory; touches nothing, but asks a file system that is not local whether it is
   * there.
   *
   * @param location a path or URI, such as {@code runs/first} or {@code hdfs:///runs/first}
   * @param hadoop says how to reach its file system
   * @throws BadInput if its file system cannot be reached
   */
  public RunDirectory(String location, Configuration hadoop) {
    this.hadoop = hadoop;
    FileSystemCheck.reach("run.directory", location, hadoop);
    try {
      Path path = new Path(location);
      this.opened = FileSystem.newInstance(path.toUri(), hadoop);
      this.files = HadoopFiles.withoutChecksums(opened);
      this.root = files.makeQualified(path);
    } catch (IOException | RuntimeException e) { // the latter for an unknown host
      throw FileSystemCheck.unusable("run.directory", location, e);
    }
  }

  @Override
  public Path root() {
    return root;
  }

  /**
   * Makes sure that there is a directory to write to.
   *
   * @throws BadInput if there is none and it cannot be made
   */
  public void create() {
    try {
      if (files.exists(root) ? files.getFileStatus(root).isDirectory() : files.mkdirs(root)) {
        return;
      }
      throw new BadInput(
          "run.directory is %s but that is no directory, or cannot be made: name another one"
              .formatted(root));
    } catch (IOException e) {
      throw new BadInput(
          "run.directory is %s but cannot be used: %s".formatted(root, e.getMessage()), e);
    }
  }

  /** Says how to reach the directory's file system. */
  public Configuration hadoop() {
    return hadoop;
  }

  /** The iterations that have a row in the trajectory, ascending; only they are committed. */
  public List<Integer> iterations() {
    return iterations(trajectory());
  }

  /** The iterations that have samples, ascending. */
  List<Integer> sampled() {
    return iterations(samples());
  }

  private List<Integer> iterations(Path table) {
    return list(table).stream()
        .map(file -> ITERATION.matcher(file.getName()))
        .filter(Matcher::matches)
        .map(name -> Integer.valueOf(name.group(1)))
        .sorted()
        .toList();
  }

  /** Who writes the directory. */
  LeaseFile leaseFile() {
    return new LeaseFile(files, new Path(root, "lease.json"), temporary());
  }

  /** This process has the lease now. */
  void hold(RunLease taken) {
    lease = Optional.of(taken);
  }

  /** This process has no lease any more. */
  void release() {
    lease = Optional.empty();
  }

  /**
   * To be called now and then by long work.
   *
   * @throws BadInput if another process has taken the lease over, since this one was suspended
   */
  public void checkLease() {
    lease.ifPresent(RunLease::check);
  }

  /** Whether a file or directory is there, and so complete. */
  public boolean exists(Path path) {
    try {
      return files.exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * When a file, or the newest of those in a directory, was written.
   *
   * @return in milliseconds of its file system's clock; 0 if there is none
   */
  public long modified(Path path) {
    try {
      return Arrays.stream(files.listStatus(path))
          .mapToLong(FileStatus::getModificationTime)
          .max()
          .orElse(0);
    } catch (FileNotFoundException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a directory holds, in the order of the names; empty if it does not exist. */
  public List<Path> list(Path directory) {
    List<Path> paths = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(directory)) {
        paths.add(status.getPath());
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(paths);
    return paths;
  }

  /**
   * Writes a file or a directory so that it is there whole or not at all. One that is there already
   * is replaced; a reader may then miss it for a moment.
   *
   * @param target below the root
   * @throws BadInput if this process had the lease of the directory and has lost it
   */
  public void commit(Path target, Writing writing) {
    checkLease();
    Path temporary = new Path(temporary(), name(target).replace('/', '_'));
    try {
      files.delete(temporary, true);
      files.mkdirs(temporary.getParent());
      writing.to(temporary);
      files.mkdirs(target.getParent());
      files.delete(target, true); // a rename would move a directory into it
      if (!files.rename(temporary, target)) {
        throw new IOException("cannot rename " + temporary + " to " + target);
      }
    } catch (IOException | FSError e) { // the latter of a local disk that is full
      discard(temporary);
      throw new UncheckedIOException(
          target + " cannot be written",
          e instanceof IOException failure ? failure : new IOException(e));
    }
  }

  /** Makes room, where that is what lacks. */
  private void discard(Path temporary) {
    try {
      files.delete(temporary, true);
    } catch (IOException e) {
      // It is deleted before it is written again.
    }
  }

  /** Writes a text file in UTF-8, whole or not at all. */
  public void commitText(Path target, String text) {
    commit(
        target,
        temporary -> {
          try (OutputStream out = files.create(temporary)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /** Writes what another file below the root holds, whole or not at all. */
  public void commitCopy(Path from, Path target) {
    commit(
        target,
        temporary -> {
          try (FSDataInputStream in = files.open(from);
              OutputStream out = files.create(temporary)) {
            in.transferTo(out);
          }
        });
  }

  /** Reads a text file in UTF-8. */
  public String readText(Path file) {
    return new String(readBytes(file), StandardCharsets.UTF_8);
  }

  /** Reads a file. */
  public byte[] readBytes(Path file) {
    try (FSDataInputStream in = files.open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file or a directory, if it is there. */
  public void delete(Path path) {
    checkLease();
    try {
      files.delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what a killed run left half written; only for the process that writes. */
  public void removeLeftovers() {
    delete(temporary());
  }

  /** Lets go of the file system's connections. */
  @Override
  public void close() {
    try {
      opened.close(); // which is what Hadoop keeps until then
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
