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
import netadapt.CommittedFile;
import netadapt.FileSystemCheck;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a run keeps its files, on any file system that Hadoop knows. What is written appears under
 * its name only when it is complete, as a {@link CommittedFile}. {@link RunLayout} says what lies
 * where.
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
    } catch (IOException | RuntimeException | NoClassDefFoundError e) { // such as an unknown host
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

  /** Whether a file is there, and so complete, or a directory. */
  public boolean exists(Path path) {
    try {
      return committed(path).exists();
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
      return Arrays.stream(files.listStatus(committed(path).current()))
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
   * Where a file that may be replaced meanwhile is to be read, if not by {@link #readBytes}.
   *
   * @param file below the root
   */
  public Path current(Path file) {
    try {
      return committed(file).current();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a file so that it is there whole or not at all, in place of one that is there.
   *
   * @param target below the root
   * @throws BadInput if this process had the lease of the directory and has lost it
   */
  public void commit(Path target, CommittedFile.Writing writing) {
    checkLease();
    try {
      committed(target).write(writing);
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be written", e);
    }
  }

  private CommittedFile committed(Path path) {
    String name = name(path); // empty for the root itself
    return new CommittedFile(
        files,
        path,
        new Path(temporary() + "/" + name.replace('/', '_')),
        new Path(next() + "/" + name));
  }

  /** Writes a text file in UTF-8, whole or not at all. */
  public void commitText(Path target, String text) {
    commitBytes(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file, whole or not at all. */
  public void commitBytes(Path target, byte[] content) {
    commit(
        target,
        temporary -> {
          try (OutputStream out = files.create(temporary)) {
            out.write(content);
          }
        });
  }

  /** Writes what another file below the root holds, whole or not at all. */
  public void commitCopy(Path from, Path target) {
    commit(
        target,
        temporary -> {
          try (FSDataInputStream in = committed(from).open();
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
    try (FSDataInputStream in = committed(file).open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file or a directory, if it is there. */
  public void delete(Path path) {
    checkLease();
    try {
      committed(path).delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what a killed run left half written; only for the process that writes. */
  public void removeLeftovers() {
    delete(temporary());
  }

  /** Puts everything in its place that a killed run has committed; only for who writes. */
  void finishCommits() throws IOException {
    finish(next());
    files.delete(next(), true);
  }

  private void finish(Path folder) throws IOException {
    try {
      for (FileStatus found : files.listStatus(folder)) {
        if (found.isDirectory()) {
          finish(found.getPath());
        } else {
          committed(named(below(next(), found.getPath()))).finish();
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing was about to be committed.
    }
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
