package netadapt.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netadapt.BadInput;
import org.apache.spark.SparkConf;

/** Where Spark keeps temporary files on this machine. */
final class LocalFolders {
  private static final String KEY = "spark.local.dir";

  private LocalFolders() {}

  /** As Spark finds them in local mode; with commas between. */
  static String of(SparkConf spark) {
    String variable = System.getenv("SPARK_LOCAL_DIRS");
    return variable == null ? spark.get(KEY, System.getProperty("java.io.tmpdir")) : variable;
  }

  /**
   * Makes sure that Spark can begin in one of them; without any it would end the process.
   *
   * @throws BadInput if it cannot
   */
  static void check(SparkConf spark) {
    IOException failure = null;
    for (String folder : List.of(of(spark).split(","))) {
      try {
        Files.createDirectories(Path.of(folder.strip()));
        Files.delete(Files.createTempDirectory(Path.of(folder.strip()), "netadapt-"));
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new BadInput(
        "%s is %s but no temporary files can be made there (%s: %s): make room, or name another folder with -D%s=FOLDER"
            .formatted(
                KEY, of(spark), failure.getClass().getSimpleName(), failure.getMessage(), KEY),
        failure);
  }
}
