package netadapt.data;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.JavaConverters;

/**
 * Kills the process of an executor once, as it begins with a task of a job; knows which executors
 * have done the tasks of each job.
 */
public final class ExecutorKill extends SparkListener {
  private final JavaSparkContext spark;
  private final String job;
  private final Map<String, ProcessHandle> processes;
  private final Map<Integer, String> jobs = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> executors = new ConcurrentHashMap<>();
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private volatile String killed = "";

  private ExecutorKill(JavaSparkContext spark, String job, Map<String, ProcessHandle> processes) {
    this.spark = spark;
    this.job = job;
    this.processes = processes;
  }

  /**
   * Lies in wait for a job.
   *
   * @param job that has this description
   */
  public static ExecutorKill in(JavaSparkContext spark, String job) {
    Map<String, ProcessHandle> processes = new TreeMap<>();
    while (!processes.keySet().equals(ClusterSpark.executors(spark))) {
      for (String line :
          spark.parallelize(List.of(0, 1, 2, 3), 4).map(ExecutorKill::process).collect()) {
        String[] parts = line.split(" ");
        ProcessHandle.of(Long.parseLong(parts[1]))
            .ifPresent(process -> processes.put(parts[0], process));
      }
    }
    ExecutorKill kill = new ExecutorKill(spark, job, processes);
    spark.sc().addSparkListener(kill);
    return kill;
  }

  private static String process(int task) {
    return SparkEnv.get().executorId() + " " + ProcessHandle.current().pid();
  }

  /** Waits until one was killed and the driver knows that; returns which. */
  public String awaitLoss() {
    while (killed.isEmpty() || !removed.contains(killed)) {
      Thread.onSpinWait(); // until the class's timeout
    }
    return killed;
  }

  /** Who has ended tasks of the jobs with a description. */
  public Set<String> executors(String description) {
    try {
      spark.sc().listenerBus().waitUntilEmpty();
    } catch (Exception e) { // Spark throws checked exceptions without declaring them
      throw new IllegalStateException(e);
    }
    return executors.getOrDefault(description, Set.of());
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    String description = String.valueOf(start.properties().get("spark.job.description"));
    JavaConverters.seqAsJavaList(start.stageIds())
        .forEach(stage -> jobs.put((Integer) (Object) stage, description));
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    String executor = start.taskInfo().executorId();
    if (killed.isEmpty()
        && job.equals(jobs.get(start.stageId()))
        && processes.containsKey(executor)
        && processes.get(executor).destroyForcibly()) {
      killed = executor;
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      executors
          .computeIfAbsent(jobs.getOrDefault(end.stageId(), ""), key -> new TreeSet<>())
          .add(end.taskInfo().executorId());
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved lost) {
    removed.add(lost.executorId());
  }
}
