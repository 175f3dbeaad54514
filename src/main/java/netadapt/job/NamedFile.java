package netadapt.job;

import java.io.IOException;
import java.io.InputStream;
import netadapt.BadInput;
import netadapt.HadoopFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file that a setting names. */
final class NamedFile {
  private NamedFile() {}

  /**
   * Its content.
   *
   * @param setting such as {@code train.teacher}
   * @param file path or URI; without a scheme it is on Hadoop's default file system
   * @throws BadInput if it cannot be read
   */
  static byte[] read(String setting, String file, Configuration hadoop) {
    try {
      Path path = new Path(file);
      try (InputStream in = HadoopFiles.of(path, hadoop).open(path)) {
        return in.readAllBytes();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInput(
          "%s is %s but that cannot be read: %s".formatted(setting, file, e.getMessage()), e);
    }
  }
}
