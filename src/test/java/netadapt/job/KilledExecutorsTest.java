package netadapt.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import netadapt.BadInput;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users are told when their cluster has killed executors. */
class KilledExecutorsTest {
  private static JavaSparkContext spark;
  private static KilledExecutors killed;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[1]")
                .setAppName("killed")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memoryOverhead", "6g")
                .set("spark.executor.cores", "4"));
    killed = KilledExecutors.of(spark.sc());
  }

  @AfterAll
  static void stop() {
    killed.close();
    spark.stop();
  }

  /** YARN ends an application of which too many executors were killed. */
  @Test
  void applicationThatIsEndedForItsKilledExecutorsNamesTheSettingToMend() {
    Exception ended = new SparkException("Job 30 cancelled because SparkContext was shut down");
    assertThatCode(() -> killed.throwIfBehind(ended)).doesNotThrowAnyException();

    killed.onExecutorRemoved(
        new SparkListenerExecutorRemoved(
            1, "3", "Container from a bad node: c on host: b. Exit status: 137. Diagnostics: []"));

    assertThatThrownBy(() -> killed.throwIfBehind(ended))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("executors were killed (Exit status: 137)")
        .hasMessageContaining("spark.executor.memoryOverhead is 6g; give more");
  }

  /** As Spark 3.5 has them from YARN, Kubernetes and its own clusters. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Container killed by YARN for exceeding physical memory limits. 5.5 GB of 5.5 GB physical"
            + " memory used. Consider boosting spark.executor.memoryOverhead.",
        "Container from a bad node: container_1_0001_01_000002 on host: b. Exit status: 137."
            + " Diagnostics: [...] Container killed on request. Exit code is 137",
        "The executor with id 3 exited with exit code 137(SIGKILL, possible container OOM).",
        "\nThe executor with id 3 exited with exit code 1.\n termination reason: OOMKilled",
        "Command exited with code 137"
      })
  void executorsKilledForTheirMemoryNameTheSettingToMend(String reason) {
    assertThatThrownBy(() -> killed.throwIfBehind(lost(reason)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("spark.executor.memoryOverhead is 6g; give more")
        .hasMessageContaining("spark.executor.cores is 4")
        .hasMessageEndingWith("the same command then resumes the run")
        .satisfies(told -> assertThat(told.getMessage()).hasLineCount(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Remote RPC client disassociated. Likely due to containers exceeding thresholds",
        "Container marked as failed: container_1 on host: b. Exit status: 143.",
        "Command exited with code 1"
      })
  void executorsLostForAnotherReasonAreNotToldOfMemory(String reason) {
    assertThatCode(() -> killed.throwIfBehind(lost(reason))).doesNotThrowAnyException();
  }

  private static Exception lost(String reason) {
    return new IllegalStateException(
        "the search",
        new SparkException(
            "Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent"
                + " failure: Lost task 0.3 in stage 0.0 (TID 3) (b executor 4): ExecutorLostFailure"
                + " (executor 4 exited caused by one of the running tasks) Reason: "
                + reason
                + "\nDriver stacktrace:"));
  }
}
