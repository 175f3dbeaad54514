package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.ByteUnit;
import org.apache.spark.network.util.JavaUtils;

/** What a Spark session lacks of the memory outside of Java's heap that runs need. */
final class MemoryCheck {
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
  private static final String PHYSICAL = "org.bytedeco.javacpp.maxphysicalbytes";
  private static final Pattern ARRAYS =
      Pattern.compile(
          "-Dorg[.]bytedeco[.]javacpp[.]maxbytes=([1-9][0-9]*[kmgt]?)b?(?: |$)",
          Pattern.CASE_INSENSITIVE);

  /** For ONNX Runtime, threads and Java itself. */
  private static final long BESIDE_ARRAYS = 2048;

  private MemoryCheck() {}

  /** One sentence for every setting that will not do. */
  static List<String> of(SparkConf spark) {
    return of(spark, System.getProperty(PHYSICAL));
  }

  /**
   * @param property of this process that switches JavaCPP's limit off; {@code null} if not set
   */
  static List<String> of(SparkConf spark, String property) {
    List<String> lacks = new ArrayList<>();
    String master = spark.get("spark.master", "local[*]");
    physical("this process's options", property == null).ifPresent(lacks::add);
    if (master.startsWith("local") && !master.startsWith("local-cluster")) {
      return lacks; // tasks run in this process
    }
    String options = spark.get(EXECUTOR_OPTIONS, "");
    physical(EXECUTOR_OPTIONS, !options.contains("-D" + PHYSICAL + "=")).ifPresent(lacks::add);
    if (master.equals("yarn") || master.startsWith("k8s")) {
      overhead(spark, options).ifPresent(lacks::add);
    }
    return lacks;
  }

  private static Optional<String> physical(String where, boolean missing) {
    return missing
        ? Optional.of(
            ("%s lack -D%s=0: JavaCPP counts Java's heap, too, against a limit of its own, and"
                    + " trainings may end with an OutOfMemoryError")
                .formatted(where, PHYSICAL))
        : Optional.empty();
  }

  private static Optional<String> overhead(SparkConf spark, String options) {
    long heap = spark.getSizeAsMb("spark.executor.memory", "1g");
    Matcher given = ARRAYS.matcher(options);
    long arrays = given.find() ? JavaUtils.byteStringAs(given.group(1), ByteUnit.BYTE) >> 20 : heap;
    double factor = spark.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    long overhead =
        spark.contains(OVERHEAD)
            ? spark.getSizeAsMb(OVERHEAD, "0")
            : Math.max(384, Math.round(factor * heap));
    long needed = arrays + BESIDE_ARRAYS;
    return overhead >= needed
        ? Optional.empty()
        : Optional.of(
            ("%s is %dm but executors may need %dm outside of Java's heap, %dm for arrays and %dm"
                    + " for ONNX Runtime and Java: the cluster may kill them")
                .formatted(OVERHEAD, overhead, needed, arrays, BESIDE_ARRAYS));
  }
}
