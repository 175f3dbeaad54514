package netadapt.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import netadapt.BadInput;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder on any file system, and the files below it by their relative names. */
final class SourceFolder {
  private final FileSystem files;
  private final String root;

  SourceFolder(Configuration hadoop, String folder) throws IOException {
    Path path = new Path(folder);
    files = HadoopFiles.asIs(path, hadoop);
    root = files.makeQualified(path).toString();
  }

  /**
   * The same for who reads what has been found there.
   *
   * @throws UncheckedIOException if its file system cannot be used
   */
  static SourceFolder at(Configuration hadoop, String folder) {
    try {
      return new SourceFolder(hadoop, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  /**
   * @throws BadInput unless the folder is there
   */
  void check() throws IOException {
    try {
      if (files.getFileStatus(new Path(root)).isDirectory()) {
        return;
      }
    } catch (FileNotFoundException e) {
      throw new BadInput("folder of images " + root + " does not exist: check the path", e);
    }
    String mend = root.matches(".*\\.(zip|tar|gz|tgz|bz2|xz|7z|rar)") ? ": unpack it first" : "";
    throw new BadInput("folder of images " + root + " is a file but must be a folder" + mend);
  }

  /** What is directly in a folder below, by name; nothing if it is not there. */
  List<FileStatus> list(String folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(path(folder)))
          .filter(status -> !status.getPath().getName().matches("[._].*"))
          .sorted(Comparator.comparing(status -> status.getPath().getName()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  boolean has(String file) throws IOException {
    return files.exists(path(file));
  }

  long length(String file) throws IOException {
    return files.getFileStatus(path(file)).getLen();
  }

  /** Opens a file; unpacked if its name ends in {@code .gz}. */
  InputStream open(String file) throws IOException {
    InputStream input = files.open(path(file));
    return file.endsWith(".gz") ? new GZIPInputStream(input, 1 << 16) : input;
  }

  /** Opens a file at any place in which reading may begin. */
  FSDataInputStream openTar(String file) throws IOException {
    return files.open(path(file));
  }

  /** A file and what tells it from another one in its place. */
  SourceFile describe(String file) throws IOException {
    return SourceFile.of(file, files.getFileStatus(path(file)));
  }

  /** One string, because a name with a colon is no relative path to Hadoop. */
  private Path path(String below) {
    return new Path(below.isEmpty() ? root : root + "/" + below);
  }

  @Override
  public String toString() {
    return root;
  }
}
