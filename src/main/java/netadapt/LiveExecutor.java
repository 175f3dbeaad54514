package netadapt;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkContext;
import scala.collection.JavaConverters;

/**
 * An executor that a Spark application has at the moment.
 *
 * @param id as Spark calls it
 * @param host where it runs
 * @param slots tasks that it runs at a time, at least 1
 */
public record LiveExecutor(String id, String host, int slots) {
  /** How Spark calls the driver among the executors. */
  private static final String DRIVER = "driver";

  /** Those that take tasks, the first ones first; none in local mode, where the driver does. */
  public static List<LiveExecutor> of(SparkContext spark) {
    if (spark.isStopped()) {
      return List.of();
    }
    return JavaConverters.seqAsJavaList(spark.statusStore().executorList(true)).stream()
        .filter(executor -> !executor.id().equals(DRIVER))
        .filter(executor -> !executor.isExcluded() && executor.maxTasks() > 0)
        .map(
            executor ->
                new LiveExecutor(executor.id(), host(executor.hostPort()), executor.maxTasks()))
        .sorted(
            Comparator.comparingInt((LiveExecutor executor) -> executor.id().length())
                .thenComparing(LiveExecutor::id))
        .toList();
  }

  private static String host(String withPort) {
    int colon = withPort.lastIndexOf(':'); // the last one, since IPv6 has several
    return colon < 0 ? withPort : withPort.substring(0, colon);
  }

  /** How Spark writes it as the place that a task would rather run at. */
  public String asPreferredLocation() {
    return "executor_%s_%s".formatted(host, id);
  }
}
