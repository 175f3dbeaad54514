package netadapt.job;

import java.util.Optional;
import netadapt.LiveExecutor;
import netadapt.nn.kernels.NativeThreads;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The threads that work on the cores of an executor or, locally, of this machine.
 *
 * @param cores of the executor
 * @param tasks that it runs at a time
 * @param threads of each task
 * @param setting that decides on the threads
 */
record TaskThreads(int cores, int tasks, int threads, String setting) {
  /** Setting of Spark for the environment variable. */
  static final String EXECUTOR_VARIABLE = "spark.executorEnv." + NativeThreads.VARIABLE;

  /** Those of a training with so many workers. */
  static TaskThreads ofTraining(JavaSparkContext spark, int workers) {
    SparkConf configuration = spark.getConf();
    Optional<String> variable =
        spark.isLocal()
            ? Optional.ofNullable(System.getenv(NativeThreads.VARIABLE))
            : Optional.of(configuration.get(EXECUTOR_VARIABLE, ""));
    int threads = NativeThreads.of(variable, taskCores(configuration));
    return of(spark, workers, taskCores(configuration), threads, NativeThreads.VARIABLE);
  }

  /** Those of a scoring, whose tasks fill the executors. */
  static TaskThreads ofScoring(JavaSparkContext spark, int cores, int threads) {
    return of(spark, Integer.MAX_VALUE, cores, threads, "scoring.threads");
  }

  /** Cores that Spark sets aside for a task. */
  static int taskCores(SparkConf configuration) {
    return configuration.getInt("spark.task.cpus", 1);
  }

  private static TaskThreads of(
      JavaSparkContext spark, int tasks, int taskCores, int threads, String setting) {
    int scheduled = executorCores(spark);
    int slots = Math.max(1, scheduled / taskCores);
    int cores = spark.isLocal() ? Runtime.getRuntime().availableProcessors() : scheduled;
    return new TaskThreads(cores, Math.min(slots, tasks), threads, setting);
  }

  /** What Spark schedules tasks on: locally, the number in {@code local[4]}. */
  private static int executorCores(JavaSparkContext spark) {
    int all = spark.defaultParallelism();
    if (spark.isLocal()) {
      return all;
    }
    SparkConf configuration = spark.getConf();
    String master = spark.master();
    if (master.equals("yarn") || master.startsWith("k8s")) {
      return configuration.getInt("spark.executor.cores", 1);
    }
    int executors = Math.max(1, LiveExecutor.of(spark.sc()).size());
    return configuration.getInt("spark.executor.cores", Math.max(1, all / executors));
  }

  /** What to tell the user if there are more threads than cores; empty if all is well. */
  Optional<String> warning() {
    long together = (long) tasks * threads;
    if (together <= cores) {
      return Optional.empty();
    }
    return Optional.of(
        ("%s is %d, and %d tasks at a time with as many threads each slow each other down on %d"
                + " cores: %s")
            .formatted(setting, threads, tasks, cores, mend()));
  }

  private String mend() {
    if (tasks > cores) {
      return "let Spark run fewer, such as with spark.master=local[%d]".formatted(cores);
    }
    String fewer = "set it to " + cores / tasks;
    return threads > cores ? fewer : fewer + ", or spark.task.cpus to " + threads;
  }
}
