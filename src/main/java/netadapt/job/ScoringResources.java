package netadapt.job;

import java.util.Optional;
import netadapt.BrokenRule;
import netadapt.settings.ScoringSettings;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * What a task that scores takes of its executor; all others take what {@code spark.task} says.
 *
 * @param cpus cores, at least 1
 * @param gpus 0 for none; less than 1 where tasks share one
 * @param own whether it is not what {@code spark.task} says
 */
record ScoringResources(int cpus, double gpus, boolean own) {
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
  private static final String GPUS = "spark.task.resource.gpu.amount";

  /**
   * As settings say.
   *
   * @throws netadapt.BadInput if Spark cannot give tasks of one application different resources
   */
  static ScoringResources of(Settings settings, SparkConf spark) {
    ScoringSettings scoring = settings.scoring();
    boolean own = scoring.taskCpus() > 0 || scoring.taskGpus() > 0;
    boolean local = Cluster.isLocal(spark);
    boolean dynamic = spark.getBoolean(DYNAMIC, false); // it would start executors of its own
    if (own && (local || dynamic)) {
      boolean cpus = scoring.taskCpus() > 0;
      String value =
          cpus ? Integer.toString(scoring.taskCpus()) : Double.toString(scoring.taskGpus());
      throw settings.mistake(
          "scoring",
          new BrokenRule(
              cpus ? "task-cpus" : "task-gpus",
              value,
              local
                  ? "0 with spark.master = %s, where all tasks are alike"
                      .formatted(spark.get("spark.master", "local[*]"))
                  : "0 with %s = true, or that false".formatted(DYNAMIC),
              "0"));
    }
    return new ScoringResources(
        scoring.taskCpus() > 0 ? scoring.taskCpus() : TaskThreads.taskCores(spark),
        scoring.taskGpus() > 0 ? scoring.taskGpus() : spark.getDouble(GPUS, 0),
        own);
  }

  /**
   * How many an executor runs at a time.
   *
   * @param cores of the executor
   * @param executorGpus GPUs of the executor
   */
  int atOnce(int cores, int executorGpus) {
    int byCores = cores / cpus;
    if (gpus == 0 || executorGpus == 0) {
      return Math.max(1, byCores);
    }
    double byGpus =
        gpus < 1 ? executorGpus * Math.floor(1 / gpus) : Math.floor(executorGpus / gpus);
    return Math.max(1, (int) Math.min(byCores, byGpus));
  }

  /** For Spark; empty where it is as for all other tasks. */
  Optional<ResourceProfile> profile() {
    if (!own) {
      return Optional.empty();
    }
    TaskResourceRequests task = new TaskResourceRequests().cpus(cpus);
    if (gpus > 0) {
      task.resource("gpu", gpus);
    }
    return Optional.of(new ResourceProfileBuilder().require(task).build());
  }
}
