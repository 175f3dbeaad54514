package netadapt.job;

import java.util.UUID;
import java.util.function.Supplier;
import netadapt.Stopped;
import org.apache.spark.SparkContext;

/** Ends what a run is doing: its Spark jobs, and the step that waits for them. */
final class Cancellation {
  private final SparkContext spark;
  private final String tag = "netadapt-" + UUID.randomUUID();
  private volatile boolean cancelled;

  Cancellation(SparkContext spark) {
    this.spark = spark;
  }

  /** What was cancelled before is over. */
  void reset() {
    cancelled = false;
  }

  /** From any thread. */
  void cancel() {
    cancelled = true;
    spark.cancelJobsWithTag(tag);
  }

  /**
   * Does work whose Spark jobs, if they are started by this thread, can be cancelled.
   *
   * @param what is done, such as {@code search}
   * @throws Stopped if it was cancelled
   */
  String run(String what, Supplier<String> work) {
    stopIfCancelled(what);
    spark.addJobTag(tag);
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw cancelled && !(e instanceof Stopped) ? stopped(what, e) : e;
    } finally {
      spark.removeJobTag(tag);
    }
  }

  /**
   * To be called between jobs.
   *
   * @throws Stopped if the run was cancelled
   */
  void stopIfCancelled(String what) {
    if (cancelled) {
      throw stopped(what, null);
    }
  }

  private static Stopped stopped(String what, Throwable cause) {
    return new Stopped(what + " was cancelled: done again, it resumes from its last commit", cause);
  }
}
