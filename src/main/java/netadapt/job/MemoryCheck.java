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

  /** Of those, without ONNX Runtime. */
  private static final long FOR_JAVA = 1024;

  private static final String FEWER =
      "make scoring.group-megabytes smaller, or let fewer tasks run at a time, such as by a larger"
          + " spark.task.cpus";

  private static final String SMALLER =
      "make %s smaller, or let fewer tasks run at a time, such as by a larger" + " spark.task.cpus";

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
    physical("this process's options", property == null).ifPresent(lacks::add);
    if (Cluster.isLocal(spark)) {
      return lacks; // tasks run in this process
    }
    String options = spark.get(EXECUTOR_OPTIONS, "");
    physical(EXECUTOR_OPTIONS, !options.contains("-D" + PHYSICAL + "=")).ifPresent(lacks::add);
    if (inContainers(spark)) {
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
    long arrays = arrays(spark, options);
    long overhead = overhead(spark);
    long needed = arrays + BESIDE_ARRAYS;
    return overhead >= needed
        ? Optional.empty()
        : Optional.of(
            ("%s is %dm but executors may need %dm outside of Java's heap, %dm for arrays and %dm"
                    + " for ONNX Runtime and Java: the cluster may kill them")
                .formatted(OVERHEAD, overhead, needed, arrays, BESIDE_ARRAYS));
  }

  /**
   * What scoring may lack of an executor's memory outside of Java's heap.
   *
   * @param scoring what it needs there, in MiB
   * @param machine memory of this machine, or of the container that it is, in MiB
   * @param heap what Java's heap in this process may grow to, in MiB
   * @return one sentence; empty if there is enough, or nobody knows
   */
  static Optional<String> ofScoring(SparkConf spark, long scoring, long machine, long heap) {
    if (Cluster.isLocal(spark)) {
      return scoring + FOR_JAVA <= machine - heap
          ? Optional.empty()
          : Optional.of(
              ("scoring may need %dm outside of Java's heap, and Java %dm, but this machine has"
                      + " %dm, of which the heap may take %dm: %s")
                  .formatted(scoring, FOR_JAVA, machine, heap, FEWER));
    }
    long needed = arrays(spark, spark.get(EXECUTOR_OPTIONS, "")) + FOR_JAVA + scoring;
    return !inContainers(spark) || overhead(spark) >= needed
        ? Optional.empty()
        : Optional.of(
            ("%s is %dm but scoring may need %dm beside arrays and Java, together %dm: give more, or"
                    + " %s")
                .formatted(OVERHEAD, overhead(spark), scoring, needed, FEWER));
  }

  /**
   * What a training may lack of an executor's memory outside of Java's heap.
   *
   * @param step that trains
   * @param batch the setting of its minibatches
   * @param training what it needs there, in MiB
   * @param machine memory of this machine, or of the container that it is, in MiB
   * @param heap what Java's heap in this process may grow to, in MiB
   * @return one sentence; empty if there is enough
   */
  static Optional<String> ofTraining(
      SparkConf spark, String step, String batch, long training, long machine, long heap) {
    String smaller = SMALLER.formatted(batch);
    if (Cluster.isLocal(spark)) {
      return training + FOR_JAVA <= machine - heap
          ? Optional.empty()
          : Optional.of(
              ("%s may need %dm outside of Java's heap, and Java %dm, but this machine has"
                      + " %dm, of which the heap may take %dm: %s")
                  .formatted(step, training, FOR_JAVA, machine, heap, smaller));
    }
    return !inContainers(spark) || overhead(spark) >= training + FOR_JAVA
        ? Optional.empty()
        : Optional.of(
            ("%s is %dm but %s may need %dm, and Java %dm: give more (with submit/yarn.sh and"
                    + " submit/kubernetes.sh, by NETADAPT_NATIVE_MEMORY), or %s")
                .formatted(OVERHEAD, overhead(spark), step, training, FOR_JAVA, smaller));
  }

  private static boolean inContainers(SparkConf spark) {
    String master = spark.get("spark.master", "local[*]");
    return master.equals("yarn") || master.startsWith("k8s");
  }

  /** What executors' arrays may take, in MiB. */
  private static long arrays(SparkConf spark, String options) {
    Matcher given = ARRAYS.matcher(options);
    return given.find() ? JavaUtils.byteStringAs(given.group(1), ByteUnit.BYTE) >> 20 : heap(spark);
  }

  /** What executors have beside Java's heap, in MiB. */
  private static long overhead(SparkConf spark) {
    double factor = spark.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    return spark.contains(OVERHEAD)
        ? spark.getSizeAsMb(OVERHEAD, "0")
        : Math.max(384, Math.round(factor * heap(spark)));
  }

  private static long heap(SparkConf spark) {
    return spark.getSizeAsMb("spark.executor.memory", "1g");
  }
}
