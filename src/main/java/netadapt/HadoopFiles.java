package netadapt;

import java.io.IOException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Hadoop's file systems; on a local disk without the hidden checksum files that Hadoop writes
 * beside every file there ({@code .name.crc}): some readers of tables take them for data, and a
 * file edited by hand no longer agrees with its own.
 */
public final class HadoopFiles {
  private HadoopFiles() {}

  /**
   * The file system of a path; its connections are shared with all who ask for it.
   *
   * @throws BadInput if its library is missing
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    return withoutChecksums(asIs(path, hadoop));
  }

  /**
   * The file system of a path, on a local disk with checksum files.
   *
   * @throws BadInput if its library is missing
   */
  public static FileSystem asIs(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (UnsupportedFileSystemException e) {
      throw new BadInput("%s: %s".formatted(path, FileSystemCheck.reason(path.toString(), e)), e);
    } catch (RuntimeException | NoClassDefFoundError e) { // Hadoop wraps what it does not find
      if (ExceptionUtils.indexOfType(e, ClassNotFoundException.class) < 0) {
        throw e;
      }
      throw new BadInput("%s: %s".formatted(path, FileSystemCheck.reason(path.toString(), e)), e);
    }
  }

  /**
   * The same file system, without checksum files: it writes and checks none, and a file that is
   * written, renamed or deleted takes an older one with it, which others would check.
   *
   * @param files is not changed, and is to be closed in place of what is returned
   */
  public static FileSystem withoutChecksums(FileSystem files) {
    if (files instanceof LocalFileSystem local) {
      LocalFileSystem own = new LocalFileSystem(local.getRawFileSystem());
      own.setWriteChecksum(false);
      own.setVerifyChecksum(false);
      return own;
    }
    return files;
  }
}
