package netadapt;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * Files of this machine, {@code halting:///...}, in a process that is killed as soon as it would
 * make a file of a certain name.
 */
public final class HaltingFileSystem extends RawLocalFileSystem {
  /** A property of Java: how the path of that file ends. Without it, nothing happens. */
  public static final String BEFORE = "netadapt.halt.before";

  /** As of a process that was killed. */
  public static final int EXIT_CODE = 137;

  @Override
  public URI getUri() {
    return URI.create("halting:///");
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
    haltBefore(file);
    return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    haltBefore(to);
    return super.rename(from, to);
  }

  private static void haltBefore(Path file) {
    String name = System.getProperty(BEFORE);
    if (name != null && file.toString().endsWith(name)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
