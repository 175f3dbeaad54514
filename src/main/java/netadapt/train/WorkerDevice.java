package netadapt.train;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.JobLabels;
import netadapt.nn.Backend;
import netadapt.nn.kernels.NativeThreads;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;

/** What a worker computes with: its GPU, or its share of a processor's cores. */
final class WorkerDevice {
  private WorkerDevice() {}

  /**
   * Asks the executors whether they can train, before one of them fails at it.
   *
   * @param workers how many will train
   * @throws BadInput if the program was built for GPUs and an executor has none that will do
   */
  static void check(JavaSparkContext spark, int workers) {
    if (!Backend.hasCuda()) {
      return;
    }
    List<Integer> tasks = IntStream.range(0, workers).boxed().toList();
    List<String> problems;
    try (JobLabels labels = JobLabels.set(spark, "looks for GPUs")) {
      problems = spark.parallelize(tasks, workers).flatMap(task -> problem().iterator()).collect();
    }
    problems.stream().sorted().findFirst().ifPresent(WorkerDevice::refuse);
  }

  private static void refuse(String problem) {
    throw new BadInput(problem);
  }

  private static Stream<String> problem() {
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    return Backend.problem().map(problem -> "on " + host + ", " + problem).stream();
  }

  /**
   * To be called by a task before it computes: bounds the threads of what it does from here on.
   *
   * @throws BadInput if the program was built for GPUs and there is none here that will do
   */
  static void prepare() {
    Backend.require();
    NativeThreads.use(threads());
  }

  /**
   * How many threads what a task calls may have; to be asked on the thread that the task runs on.
   * Outside of a task it counts as one with one core.
   */
  static int threads() {
    Optional<String> variable = Optional.ofNullable(System.getenv(NativeThreads.VARIABLE));
    TaskContext task = TaskContext.get();
    return NativeThreads.of(variable, task == null ? 1 : task.cpus());
  }
}
