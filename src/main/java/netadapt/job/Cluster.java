package netadapt.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * The executors that settings ask for, before there is a session.
 *
 * @param executors how many; 1 in local mode
 * @param cores of each
 * @param taskCores cores of a task
 */
record Cluster(int executors, int cores, int taskCores) {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*).*])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[ *(\\d+) *, *(\\d+) *,.*");

  /** Spark's own number of executors on YARN and Kubernetes. */
  private static final int USUAL_EXECUTORS = 2;

  static Cluster of(SparkConf spark) {
    String master = spark.get("spark.master", "local[*]");
    int taskCores = TaskThreads.taskCores(spark);
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String cores = local.group(1) == null ? "1" : local.group(1);
      int processors = Runtime.getRuntime().availableProcessors();
      return new Cluster(1, cores.equals("*") ? processors : Integer.parseInt(cores), taskCores);
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return new Cluster(
          Integer.parseInt(cluster.group(1)), Integer.parseInt(cluster.group(2)), taskCores);
    }
    return new Cluster(
        spark.getInt("spark.executor.instances", USUAL_EXECUTORS),
        spark.getInt("spark.executor.cores", 1),
        taskCores);
  }

  /** Whether all tasks run in the driver's process. */
  static boolean isLocal(SparkConf spark) {
    return LOCAL.matcher(spark.get("spark.master", "local[*]")).matches();
  }

  /**
   * Workers of a training on an executor.
   *
   * @param asked workers in all; 0 for as many as the cluster has task slots
   */
  int workers(int asked) {
    return asked == 0 ? tasks() : Math.min(tasks(), (asked + executors - 1) / executors);
  }

  /** Tasks that an executor runs at a time. */
  int tasks() {
    return Math.max(1, cores / taskCores);
  }
}
