package netadapt;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** Files of this machine, on a disk that is full when a test wants it: {@code full:///...}. */
public final class FullFileSystem extends RawLocalFileSystem {
  static final String NEVER = "no such file";

  /** Nothing can be written to files with this in their paths. */
  static volatile String fillsUpAt = NEVER;

  @Override
  public URI getUri() {
    return URI.create("full:///");
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
    FSDataOutputStream out =
        super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    if (!file.toString().contains(fillsUpAt)) {
      return out;
    }
    out.close(); // the file is there, and empty
    return super.create(new Path("/dev/full"), true, bufferSize, replication, blockSize, progress);
  }
}
