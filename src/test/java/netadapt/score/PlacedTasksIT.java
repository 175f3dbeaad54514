package netadapt.score;

import static netadapt.score.ScoredDigits.WEIGHTS;
import static netadapt.score.ScoredDigits.architectures;
import static netadapt.score.ScoredDigits.images;
import static netadapt.score.ScoredDigits.shards;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import netadapt.arch.Architecture;
import netadapt.task.TopK;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PlacedTasksIT {
  private final Map<String, Set<Integer>> tasks = new ConcurrentHashMap<>();
  private final Set<Integer> cores = ConcurrentHashMap.newKeySet();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private JavaSparkContext spark;

  @BeforeEach
  void start() {
    SparkConf configuration =
        new SparkConf()
            .setMaster("local-cluster[2,2,1024]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.locality.wait", "60s") // none goes elsewhere for want of a core
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    spark = new JavaSparkContext(configuration);
    spark.setLogLevel("OFF");
    awaitExecutors();
    spark.sc().addSparkListener(new Watching());
  }

  private void awaitExecutors() {
    while (spark.sc().getExecutorMemoryStatus().size() < 3) { // the driver's and theirs
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  /** Which executor ran which tasks of the jobs so far. */
  private final class Watching extends SparkListener {
    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      tasks
          .computeIfAbsent(end.taskInfo().executorId(), key -> ConcurrentHashMap.newKeySet())
          .add(end.taskInfo().index());
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      ResourceProfile profile =
          spark
              .sc()
              .resourceProfileManager()
              .resourceProfileFromId(submitted.stageInfo().resourceProfileId());
      profile.getTaskCpus().foreach(count -> cores.add((Integer) count));
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      lost.add(removed.executorId());
    }
  }

  @Test
  void everyExecutorKeepsItsShardsFromJobToJobAndALostOnesGoToItsSuccessor() {
    Images images = Images.copied(images(spark, shards(8, 8)).shards(), 16, 2);
    ScoringJob.Plan plan = ScoredDigits.plan(List.of(images), 0.5, Optional.empty(), 2);
    try (ScoringJob job = ScoredDigits.job(spark, WEIGHTS, new TopK(1), plan)) {
      score(job, architectures().subList(0, 2));
      // A group's tasks are one after the other, and so is a copy's.
      Map<String, Set<Integer>> placed = Map.of("0", Set.of(0, 1), "1", Set.of(2, 3));
      assertThat(tasks).isEqualTo(placed);

      score(job, architectures().subList(2, 4));
      assertThat(tasks).isEqualTo(placed);

      kill("0");
      awaitExecutors();
      score(job, architectures().subList(4, 5)); // one group, on the first copy
      assertThat(lost).containsExactly("0");
      assertThat(tasks).isEqualTo(Map.of("2", Set.of(0, 1)));
    }
  }

  @Test
  void tasksTakeWhatThePlanSays() {
    Images images = images(spark, shards(8, 8));
    ResourceProfile twoCores =
        new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(2)).build();
    ScoringJob.Plan plan =
        new ScoringJob.Plan(
            List.of(images),
            0.5,
            Optional.empty(),
            new GroupSize(2, 0, 1),
            new TaskGrid.Slots(2, 2),
            Optional.of(twoCores));
    try (ScoringJob job = ScoredDigits.job(spark, WEIGHTS, new TopK(1), plan)) {
      score(job, architectures());
      assertThat(cores).containsExactly(2);
    }
  }

  private void score(ScoringJob job, List<Architecture> architectures) {
    tasks.clear();
    assertThat(job.score("placed", architectures)).extracting(Tally::images).containsOnly(16L);
    awaitListener();
  }

  /** Spark tells its listeners of a task after the job may have ended. */
  private void awaitListener() {
    try {
      spark.sc().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private void kill(String executor) {
    new SparkExecutors(spark)
        .tell(
            meant -> {
              if (meant.equals(executor) && TaskContext.get().attemptNumber() == 0) {
                Runtime.getRuntime().halt(137);
              }
            },
            Duration.ofMinutes(1));
  }
}
