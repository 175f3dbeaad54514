package netadapt;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Hadoop's file systems; on a local disk without the hidden checksum files that Hadoop writes
 * beside every file there ({@code .name.crc}): some readers of tables take them for data, and a
 * file edited by hand no longer agrees with its own.
 */
public final class HadoopFiles {
  private HadoopFiles() {}

  /** The file system of a path, shared with all who ask for it. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    return withoutChecksums(path.getFileSystem(hadoop));
  }

  /** The same file system, without checksum files. */
  public static FileSystem withoutChecksums(FileSystem files) {
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }
}
