package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netadapt.OutOfSpace;
import netadapt.data.PreparationJob;
import org.apache.spark.SparkConf;

/**
 * Finds a full disk behind what Spark, Hadoop and Java threw, and which of a run's folders is on
 * it: that follows from whose code was writing.
 */
final class FullDisk {
  /**
   * Of Linux, of its quotas, of Hadoop's checks, of HDFS's quotas, of HDFS without room (and not
   * without datanodes, or with none that can be reached), and of where Hadoop keeps files for a
   * while.
   */
  private static final Pattern FULL =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|DiskOutOfSpaceException"
              + "|quota of \\S+ is exceeded"
              + "|could only be written to 0 of the .* [1-9]\\d* datanode\\(s\\) running"
              + " and (no|0) node\\(s\\) are excluded"
              + "|No space available in any of the local directories");

  /** Code that keeps files on a machine's own disk until they are in an object store. */
  private static final String S3A = "org.apache.hadoop.fs.s3a.";

  private static final String ALLOCATOR = "org.apache.hadoop.fs.LocalDirAllocator";

  /** Libraries that Spark's, Hadoop's and this program's code all call. */
  private static final Pattern LIBRARY =
      Pattern.compile("(java|javax|jdk|sun|scala|net\\.jpountz|com|org\\.apache\\.commons)\\..*");

  private final String runDirectory;
  private final String dataDirectory;
  private final SparkConf spark;

  FullDisk(String runDirectory, String dataDirectory, SparkConf spark) {
    this.runDirectory = runDirectory;
    this.dataDirectory = dataDirectory;
    this.spark = spark;
  }

  static FullDisk of(Run run) {
    return new FullDisk(
        run.directory().root().toString(),
        run.settings().data().directory(),
        run.context().getConf());
  }

  /**
   * Tells the user of a full disk instead of a failure, if there is one behind it.
   *
   * @throws OutOfSpace if so
   */
  void throwIfBehind(Throwable failure) {
    List<Throwable> chain = chain(failure);
    Optional<Throwable> full =
        chain.stream()
            .filter(one -> FULL.matcher(one.toString()).find())
            .reduce((outer, inner) -> inner);
    if (full.isPresent()) {
      throw new OutOfSpace(
          "%s; the same command then resumes the run (%s)"
              .formatted(mend(full.get(), chain), reason(full.get())),
          failure);
    }
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable one = failure; one != null; one = one.getCause()) {
      chain.add(one);
    }
    return chain;
  }

  private String mend(Throwable full, List<Throwable> chain) {
    String writer =
        frames(full).filter(name -> !LIBRARY.matcher(name).matches()).findFirst().orElse("");
    if (writer.startsWith("org.apache.spark.")) {
      return sparksFolder();
    }
    if (!writer.startsWith("org.apache.hadoop.")) {
      return ("no space is left for Java's temporary files in %s: make room there, or name another"
              + " folder to Java with -Djava.io.tmpdir=FOLDER")
          .formatted(System.getProperty("java.io.tmpdir"));
    }
    if (writer.startsWith(S3A) || frames(full).anyMatch(name -> name.startsWith(ALLOCATOR))) {
      return "no space is left for files that wait to be sent to an object store, in Hadoop's hadoop.tmp.dir: make room there, or name another folder with -Dspark.hadoop.fs.s3a.buffer.dir=FOLDER";
    }
    boolean preparing =
        chain.stream()
            .flatMap(FullDisk::frames)
            .anyMatch(name -> name.equals(PreparationJob.class.getName()));
    return preparing
        ? "no space is left for data.directory, %s: make room there, or name another folder with -Ddata.directory=FOLDER"
            .formatted(dataDirectory)
        : "no space is left for run.directory, %s: make room there, or move it to where there is more and name that with -Drun.directory=FOLDER"
            .formatted(runDirectory);
  }

  private String sparksFolder() {
    LocalFolders local = LocalFolders.of(spark);
    return spark.get("spark.master").startsWith("local")
        ? "no space is left for Spark's temporary files in %s: make room there, or name another folder with %s=FOLDER"
            .formatted(local.folders(), local.option())
        : "no space is left for Spark's temporary files on a machine of the cluster: make room in its folders for them (on YARN yarn.nodemanager.local-dirs, else SPARK_LOCAL_DIRS or spark.local.dir)";
  }

  /** Innermost first. */
  private static Stream<String> frames(Throwable failure) {
    return Stream.of(failure.getStackTrace()).map(StackTraceElement::getClassName);
  }

  /** The line that says so: Spark's messages hold whole stack traces. */
  private static String reason(Throwable full) {
    return full.toString()
        .lines()
        .filter(line -> FULL.matcher(line).find())
        .findFirst()
        .orElseThrow()
        .replaceFirst("^(\\w+\\.)+(\\w+): ", "")
        .strip();
  }
}
