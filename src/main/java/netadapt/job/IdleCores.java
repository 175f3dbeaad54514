package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/** Finds cores of executors that no task will use, as far as settings tell. */
final class IdleCores {
  private static final String TASK = "spark.task.cpus";
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  private static final String TASK_GPUS = "spark.task.resource.gpu.amount";

  private IdleCores() {}

  /** A sentence for each reason. */
  static List<String> warnings(SparkConf spark) {
    Cluster cluster = Cluster.of(spark);
    List<String> warnings = new ArrayList<>();
    int idle = cluster.cores() - cluster.tasks() * cluster.taskCores();
    if (cluster.cores() > 1 && idle > 0) {
      warnings.add(
          "%s is %d and an executor has %d cores, of which %d stay idle: choose a number that divides them"
              .formatted(TASK, cluster.taskCores(), cluster.cores(), idle));
    }
    if (spark.contains(EXECUTOR_GPUS) && spark.contains(TASK_GPUS)) {
      int tasks = tasksByGpus(spark);
      if (tasks < cluster.tasks()) {
        warnings.add(
            ("%s is %s, with which an executor has GPUs for %d tasks at a time and cores for %d: make"
                    + " it less, for tasks to share a GPU, or %s more, for tasks to use the cores")
                .formatted(TASK_GPUS, spark.get(TASK_GPUS), tasks, cluster.tasks(), TASK));
      }
    }
    return warnings;
  }

  /**
   * As Spark counts: tasks share a GPU, or have whole ones. What it will refuse is no matter here.
   */
  private static int tasksByGpus(SparkConf spark) {
    try {
      int gpus = Integer.parseInt(spark.get(EXECUTOR_GPUS));
      double ofTask = Double.parseDouble(spark.get(TASK_GPUS));
      return ofTask > 0 && ofTask <= 0.5
          ? gpus * (int) Math.floor(1 / ofTask)
          : (int) (gpus / Math.ceil(ofTask));
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }
}
