package netadapt.job;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netadapt.BadInput;
import org.apache.spark.SparkConf;

/**
 * Finds executors that were killed for their memory behind what Spark threw: Spark starts others,
 * and gives up where a task has had four of them killed.
 */
final class KilledExecutors {
  /**
   * How YARN, Kubernetes and standalone clusters say so. Exit code 137 is {@code kill -9}, by the
   * kernel or by who watches a container; 143 is that of executors that a cluster takes back.
   */
  private static final Pattern KILLED =
      Pattern.compile(
          "ExecutorLostFailure.*?(Container killed by YARN for exceeding \\w+ memory limits"
              + "|OOMKilled|[Ee]xited with (?:exit )?code 137|Exit (?:status|code is):? 137)",
          Pattern.DOTALL);

  private static final String OVERHEAD = "spark.executor.memoryOverhead";

  private KilledExecutors() {}

  /**
   * Tells the user of executors that were killed instead of a failure, if they are behind it.
   *
   * @throws BadInput if so
   */
  static void throwIfBehind(Throwable failure, SparkConf spark) {
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
                          spark.get(OVERHEAD, "not set"),
                          spark.get("spark.executor.cores", "not set")),
                  failure);
            });
  }

  private static Optional<String> reason(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      Matcher killed = KILLED.matcher(String.valueOf(one.getMessage()));
      if (killed.find()) {
        return Optional.of(killed.group(1));
      }
    }
    return Optional.empty();
  }
}
