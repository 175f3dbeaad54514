package netadapt.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import org.apache.spark.SparkConf;

/**
 * Where Spark keeps temporary files on this machine.
 *
 * @param setting that says so: a key of Spark, or an environment variable, which wins over it
 * @param folders with commas between
 */
record LocalFolders(String setting, String folders) {
  private static final String KEY = "spark.local.dir";
  private static final String VARIABLE = "SPARK_LOCAL_DIRS";

  /** As Spark finds them in local mode. */
  static LocalFolders of(SparkConf spark) {
    return of(spark, System.getenv());
  }

  static LocalFolders of(SparkConf spark, Map<String, String> environment) {
    return environment.containsKey(VARIABLE)
        ? new LocalFolders(VARIABLE, environment.get(VARIABLE))
        : new LocalFolders(KEY, spark.get(KEY, System.getProperty("java.io.tmpdir")));
  }

  /** What names another folder, and has an effect; to be followed by {@code =} and the folder. */
  String option() {
    return setting.equals(KEY) ? "-D" + KEY : setting;
  }

  /**
   * Makes sure that Spark can begin in one of them; without any it would end the process.
   *
   * @throws BadInput if it cannot
   */
  void check() {
    IOException failure = null;
    for (String folder : List.of(folders.split(","))) {
      try {
        Files.createDirectories(Path.of(folder.strip()));
        Files.delete(Files.createTempDirectory(Path.of(folder.strip()), "netadapt-"));
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new BadInput(
        "%s is %s but no temporary files can be made there (%s: %s): make room, or name another folder with %s=FOLDER"
            .formatted(
                setting,
                folders,
                failure.getClass().getSimpleName(),
                failure.getMessage(),
                option()),
        failure);
  }
}
