package netadapt.job;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import netadapt.Stopped;
import org.apache.spark.SparkContext;

/** Ends a piece of a run's work: its Spark jobs, and the step that waits for them. */
final class Cancellation implements AutoCloseable {
  /** A step whose job was cancelled may begin another one before it looks. */
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

  private final SparkContext spark;
  private final String tag = "netadapt-" + UUID.randomUUID();
  private boolean cancelled;
  private boolean working;
  private boolean closed;

  Cancellation(SparkContext spark) {
    this.spark = spark;
  }

  /** Cancels the work, begun or not; from any thread. */
  synchronized void cancel() {
    if (!cancelled && !closed) {
      cancelled = true;
      Thread thread = new Thread(this::cancelJobs, "netadapt-cancel");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** The work is over: there is nothing left to cancel. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Does work whose Spark jobs, if they are started by this thread, can be cancelled.
   *
   * @param what is done, such as {@code search}
   * @throws Stopped if it was cancelled
   */
  <T> T run(String what, Callable<T> work) {
    stopIfCancelled(what);
    spark.addJobTag(tag);
    begin();
    try {
      return work.call();
    } catch (Throwable failure) { // Spark throws checked exceptions without declaring them
      if (isCancelled() && !(failure instanceof Stopped)) {
        throw stopped(what, failure);
      }
      throw Cancellation.<RuntimeException>undeclared(failure);
    } finally {
      end();
      spark.removeJobTag(tag);
    }
  }

  /**
   * To be called between jobs.
   *
   * @throws Stopped if the work was cancelled
   */
  void stopIfCancelled(String what) {
    if (isCancelled()) {
      throw stopped(what, null);
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private synchronized void begin() {
    working = true;
  }

  private synchronized void end() {
    working = false;
    notifyAll();
  }

  private synchronized void cancelJobs() {
    try {
      while (!closed) {
        if (working) {
          spark.cancelJobsWithTag(tag);
        }
        wait(BETWEEN_ATTEMPTS.toMillis());
      }
    } catch (InterruptedException | IllegalStateException e) {
      // The process ends, or Spark was stopped.
    }
  }

  private static Stopped stopped(String what, Throwable cause) {
    return new Stopped(what + " was cancelled: done again, it resumes from its last commit", cause);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E undeclared(Throwable failure) throws E {
    throw (E) failure;
  }
}
