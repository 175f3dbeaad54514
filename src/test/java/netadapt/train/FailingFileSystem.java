package netadapt.train;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * Files of this machine behaving as those of an object store, where a folder is renamed and removed
 * file by file; from a given operation on every one fails, as if the program was killed.
 */
public final class FailingFileSystem extends RawLocalFileSystem {
  private static int left = Integer.MAX_VALUE;

  /** A configuration that knows files of {@code objects:///...}. */
  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.objects.impl", FailingFileSystem.class.getName());
    configuration.setBoolean("fs.objects.impl.disable.cache", true);
    return configuration;
  }

  /** All operations but so many from now on fail. */
  static void failAfter(int operations) {
    left = operations;
  }

  /** Whether one has failed; none does from now on. */
  static boolean healed() {
    boolean failed = left < 0;
    left = Integer.MAX_VALUE;
    return failed;
  }

  private static void operation(String what, Path path) throws IOException {
    left--;
    if (left < 0) {
      left = -1;
      throw new IOException("killed before: " + what + " " + path);
    }
  }

  @Override
  public URI getUri() {
    return URI.create("objects:///");
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
    operation("create", file);
    OutputStream out = super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new FailingStream(out, file), null);
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    operation("list", folder);
    return super.listStatus(folder);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (!getFileStatus(from).isDirectory()) {
      operation("rename", from);
      return super.rename(from, to);
    }
    mkdirs(to);
    for (FileStatus child : super.listStatus(from)) {
      rename(child.getPath(), new Path(to, child.getPath().getName()));
    }
    return delete(from, true);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (exists(path) && getFileStatus(path).isDirectory()) {
      for (FileStatus child : super.listStatus(path)) {
        delete(child.getPath(), recursive);
      }
    }
    operation("delete", path);
    return super.delete(path, recursive);
  }

  private static final class FailingStream extends OutputStream {
    private final OutputStream out;
    private final Path file;

    FailingStream(OutputStream out, Path file) {
      this.out = out;
      this.file = file;
    }

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      out.close(); // what was written stays, as after a kill
      operation("close", file);
    }
  }
}
