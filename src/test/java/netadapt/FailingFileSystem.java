package netadapt;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Files of this machine that behave as those of another kind of file system. From a given change on
 * every operation fails, as if the program was killed.
 */
public final class FailingFileSystem extends RawLocalFileSystem {
  private static final int NEVER = Integer.MAX_VALUE;
  private static int left = NEVER;

  /** Known once it is initialized, but asked for before. */
  private Kind kind;

  /** What a file system does in one step. */
  public enum Kind {
    /** A rename, also over a file that is there; what is being written is seen. */
    FILE,
    /** Writing a file, which is seen once it is closed. Renames and deletes file by file. */
    OBJECTS,
    /** Only a rename to a name that no file has; a folder's is file by file. */
    PLAIN;

    private String scheme() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** How a folder of this machine is called there. */
    public String uri(java.nio.file.Path folder) {
      return scheme() + "://" + folder;
    }

    /** A configuration that knows such files. */
    public Configuration configuration() {
      Configuration configuration = new Configuration(false);
      addTo(configuration);
      return configuration;
    }

    /** Lets a configuration know such files. */
    public void addTo(Configuration configuration) {
      configuration.set("fs." + scheme() + ".impl", FailingFileSystem.class.getName());
      configuration.setBoolean("fs." + scheme() + ".impl.disable.cache", true);
    }
  }

  /** All changes but so many from now on fail, and then everything. */
  public static synchronized void failAfter(int changes) {
    left = changes;
  }

  /** Whether one has failed; none does from now on. */
  public static synchronized boolean healed() {
    boolean failed = left < 0;
    left = NEVER;
    return failed;
  }

  private static synchronized void change(String what, Path path) throws IOException {
    alive(what, path);
    if (left != NEVER) {
      left--;
      alive(what, path);
    }
  }

  private static synchronized void alive(String what, Path path) throws IOException {
    if (left < 0) {
      throw new IOException("killed before: " + what + " " + path);
    }
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    kind = Kind.valueOf(name.getScheme().toUpperCase(Locale.ROOT));
    super.initialize(name, configuration);
  }

  @Override
  public URI getUri() {
    return kind == null ? super.getUri() : URI.create(kind.scheme() + ":///");
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change("create", file);
    if (!overwrite && exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Files.createDirectories(pathToFile(file).getParentFile().toPath());
    if (kind != Kind.OBJECTS) {
      Files.write(pathToFile(file).toPath(), new byte[0]);
    }
    return new FSDataOutputStream(new FailingStream(file), null);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    alive("open", file);
    return super.open(file, bufferSize);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    alive("look at", path);
    return super.getFileStatus(path);
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    alive("list", folder);
    return super.listStatus(folder);
  }

  @Override
  public boolean mkdirs(Path folder) throws IOException {
    if (!exists(folder)) {
      change("make", folder);
      Files.createDirectories(pathToFile(folder).toPath());
    }
    return isFolder(folder);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (kind == Kind.FILE) {
      change("rename", from);
      return super.rename(from, to);
    }
    Path target = isFolder(to) ? new Path(to, from.getName()) : to;
    if (!exists(from) || exists(target)) {
      return false;
    }
    copy(from, target);
    return delete(from, true);
  }

  private void copy(Path from, Path to) throws IOException {
    change("copy", from);
    File target = pathToFile(to);
    Files.createDirectories(target.getParentFile().toPath());
    Files.copy(pathToFile(from).toPath(), target.toPath());
    if (isFolder(from)) {
      for (FileStatus child : listStatus(from)) {
        copy(child.getPath(), new Path(to, child.getPath().getName()));
      }
    }
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (!exists(path)) {
      return false;
    }
    if (isFolder(path)) {
      for (FileStatus child : listStatus(path)) {
        delete(child.getPath(), recursive);
      }
    }
    change("delete", path);
    return super.delete(path, recursive);
  }

  private boolean isFolder(Path path) throws IOException {
    return exists(path) && getFileStatus(path).isDirectory();
  }

  /** What is written when a file is closed. */
  private final class FailingStream extends ByteArrayOutputStream {
    private final Path file;
    private boolean open = true;

    FailingStream(Path file) {
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      if (!open) {
        return;
      }
      open = false;
      byte[] bytes = toByteArray();
      java.nio.file.Path written = pathToFile(file).toPath();
      try {
        change("close", file);
        Files.write(written, bytes);
      } catch (IOException e) {
        if (kind != Kind.OBJECTS) {
          Files.write(written, Arrays.copyOf(bytes, bytes.length / 2));
        }
        throw e;
      }
    }
  }
}
