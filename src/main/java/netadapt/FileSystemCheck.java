package netadapt;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Finds out whether a file system can be used at all, in seconds. Hadoop itself tries a server that
 * does not answer for a quarter of an hour, which is right in the midst of a run only.
 */
public final class FileSystemCheck {
  /** Of Hadoop's clients, for the first question alone. */
  private static final Map<String, String> IMPATIENT =
      Map.ofEntries(
          Map.entry("ipc.client.connect.timeout", "10000"),
          Map.entry("ipc.client.connect.max.retries", "2"),
          Map.entry("ipc.client.connect.max.retries.on.timeouts", "1"),
          Map.entry("dfs.client.retry.policy.enabled", "false"),
          Map.entry("dfs.client.failover.max.attempts", "3"),
          Map.entry("dfs.client.failover.sleep.base.millis", "200"),
          Map.entry("dfs.client.failover.sleep.max.millis", "1000"),
          Map.entry("fs.s3a.connection.establish.timeout", "10000"),
          Map.entry("fs.s3a.attempts.maximum", "2"),
          Map.entry("fs.s3a.retry.limit", "2"));

  /** What lacks where a class is not found. */
  private static final Map<String, String> MODULES =
      Map.of(
          "s3a", "hadoop-aws",
          "abfs", "hadoop-azure",
          "abfss", "hadoop-azure",
          "wasb", "hadoop-azure",
          "wasbs", "hadoop-azure",
          "gs", "Google's gcs-connector");

  private static final Set<String> ANSWERED = ConcurrentHashMap.newKeySet();

  private FileSystemCheck() {}

  /**
   * Asks the file system of a location whether it is there, unless it has answered before. On a
   * local disk nothing is asked.
   *
   * @param setting that names the location, for messages
   * @param location a path or URI
   * @throws BadInput if it does not answer
   */
  public static void reach(String setting, String location, Configuration hadoop) {
    Path path = new Path(location);
    URI system = path.toUri().getScheme() == null ? FileSystem.getDefaultUri(hadoop) : path.toUri();
    String root = system.getScheme() + "://" + system.getAuthority();
    if (system.getScheme().equals("file") || ANSWERED.contains(root)) {
      return;
    }
    Configuration impatient = new Configuration(hadoop);
    IMPATIENT.forEach(impatient::set);
    try (FileSystem files = FileSystem.newInstance(system, impatient)) {
      files.getFileStatus(path);
    } catch (FileNotFoundException | AccessControlException | RemoteException e) {
      // it has answered
    } catch (IOException | RuntimeException | NoClassDefFoundError e) {
      throw unusable(setting, location, e);
    }
    ANSWERED.add(root);
  }

  /**
   * The user's mistake behind a failure to use a file system.
   *
   * @param setting that names the location
   */
  public static BadInput unusable(String setting, String location, Throwable failure) {
    return new BadInput(
        "%s is %s but %s".formatted(setting, location, reason(location, failure)), failure);
  }

  /** What is wrong with the file system of a location, and what to do. */
  static String reason(String location, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String scheme = location.contains(":") ? location.substring(0, location.indexOf(':')) : "";
    if (List.of("s3", "s3n").contains(scheme)) {
      return "Hadoop calls that s3a://, and needs hadoop-aws on the class path";
    }
    if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
      String module = MODULES.getOrDefault(scheme, "the library");
      return ("%s is not on the class path of Spark (%s): add it, such as with spark-submit"
              + " --packages org.apache.hadoop:%s:VERSION, in Hadoop's version")
          .formatted(
              module,
              String.valueOf(cause.getMessage()),
              module.startsWith("hadoop") ? module : "LIBRARY");
    }
    if (cause instanceof UnsupportedFileSystemException) {
      return MODULES.containsKey(scheme)
          ? "%s is not on the class path of Spark: add it".formatted(MODULES.get(scheme))
          : "Hadoop knows no file system %s://: check the spelling, or add its library to the class path"
              .formatted(scheme);
    }
    return "its file system cannot be used (%s: %s): check the address, and that it runs"
        .formatted(
            cause.getClass().getSimpleName(),
            String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
  }
}
