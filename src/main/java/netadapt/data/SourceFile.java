package netadapt.data;

import org.apache.hadoop.fs.FileStatus;

/**
 * A file of a source, and by what a change of it shows.
 *
 * @param name path below the source's folder
 * @param length in bytes
 * @param modified in milliseconds since 1970
 */
record SourceFile(String name, long length, long modified) {
  static SourceFile of(String name, FileStatus status) {
    return new SourceFile(name, status.getLen(), status.getModificationTime());
  }
}
