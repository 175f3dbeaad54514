package netadapt.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netadapt.BadInput;
import netadapt.Stopped;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * Finds executors that were killed for their memory behind what Spark threw. Spark starts others;
 * it gives up where a task has had four of them killed, and YARN where there were too many in all.
 */
final class KilledExecutors extends SparkListener implements AutoCloseable {
  /**
   * How YARN, Kubernetes and standalone clusters say so. Exit code 137 is {@code kill -9}, by the
   * kernel or by who watches a container; 143 is that of executors that a cluster takes back.
   */
  private static final Pattern KILLED =
      Pattern.compile(
          "Container killed by YARN for exceeding \\w+ memory limits|OOMKilled"
              + "|[Ee]xited with (?:exit )?code 137|Exit (?:status|code is):? 137");

  /** What Spark says of a task that has lost its executors, and of YARN's having given up. */
  private static final Pattern FAILURE = Pattern.compile("(?s).*ExecutorLostFailure(.*)");

  private static final Pattern ENDED = Pattern.compile("SparkContext (was|has been) shut ?down");

  private static final String OVERHEAD = "spark.executor.memoryOverhead";

  /** A loss of an hour ago has nothing to do with Spark's end. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final SparkContext spark;
  private volatile Optional<Loss> last = Optional.empty();

  /** An executor that was killed. */
  private record Loss(String reason, Instant when) {
    boolean recent() {
      return when.plus(RECENT).isAfter(Instant.now());
    }
  }

  private KilledExecutors(SparkContext spark) {
    this.spark = spark;
  }

  /** Looks out for them, until closed. */
  static KilledExecutors of(SparkContext spark) {
    KilledExecutors killed = new KilledExecutors(spark);
    if (!spark.isStopped()) {
      spark.addSparkListener(killed);
    }
    return killed;
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    killed(removed.reason())
        .ifPresent(reason -> last = Optional.of(new Loss(reason, Instant.now())));
  }

  /**
   * Tells the user of executors that were killed instead of a failure, if they are behind it.
   *
   * @throws BadInput if so
   */
  void throwIfBehind(Throwable failure) {
    if (failure instanceof Stopped || failure instanceof BadInput) {
      return; // that says enough
    }
    SparkConf settings = spark.getConf();
    reason(failure)
        .ifPresent(
            reason -> {
              throw new BadInput(
                  ("executors were killed (%s), most often because they need more memory outside of"
                          + " Java's heap than they may have: %s is %s; give more, or let fewer"
                          + " tasks run at a time in an executor (spark.executor.cores is %s), or"
                          + " fewer executors on a machine; the same command then resumes the run")
                      .formatted(
                          reason,
                          OVERHEAD,
                          settings.get(OVERHEAD, "not set"),
                          settings.get("spark.executor.cores", "not set")),
                  failure);
            });
  }

  private Optional<String> reason(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      String message = String.valueOf(one.getMessage());
      Matcher lost = FAILURE.matcher(message);
      Optional<String> reason =
          lost.matches()
              ? killed(lost.group(1))
              : ENDED.matcher(message).find()
                  ? last.filter(Loss::recent).map(Loss::reason)
                  : Optional.empty();
      if (reason.isPresent()) {
        return reason;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> killed(String said) {
    Matcher killed = KILLED.matcher(said);
    return killed.find() ? Optional.of(killed.group()) : Optional.empty();
  }

  /** Looks out no more. */
  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
