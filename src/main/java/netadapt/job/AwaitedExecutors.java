package netadapt.job;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import netadapt.BadInput;
import netadapt.LiveExecutor;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The executors that a run waits for before its work. Spark would wait for them without a word.
 *
 * @param expected how many the cluster is asked for; empty where Spark does not say
 * @param ratio of those that are enough, in [0, 1]
 * @param most time to wait for so many; for a first one there is no limit, since nothing can be
 *     done without
 */
record AwaitedExecutors(OptionalInt expected, double ratio, Duration most) {
  private static final String RATIO = "spark.scheduler.minRegisteredResourcesRatio";
  private static final String MOST = "spark.scheduler.maxRegisteredResourcesWaitingTime";
  private static final String DYNAMIC = "spark.dynamicAllocation.";
  private static final long POLL_MILLIS = 100;

  /** Spark's own ratio on YARN and Kubernetes; elsewhere it is 0. */
  private static final String USUAL_RATIO = "0.8";

  /**
   * Takes the waiting over from Spark.
   *
   * @param spark is changed: Spark does not wait itself
   * @return empty in local mode
   * @throws BadInput if a setting of Spark that says how many or how long is no number
   */
  static Optional<AwaitedExecutors> of(SparkConf spark) {
    if (Cluster.isLocal(spark)) {
      return Optional.empty();
    }
    String master = spark.get("spark.master");
    boolean asks = master.equals("yarn") || master.startsWith("k8s://");
    double ratio = ratio(spark.get(RATIO, asks ? USUAL_RATIO : "0"));
    try {
      Duration most = Duration.ofSeconds(spark.getTimeAsSeconds(MOST, "30s"));
      AwaitedExecutors awaited = new AwaitedExecutors(expected(spark, master), ratio, most);
      spark.set(RATIO, "0");
      return Optional.of(awaited);
    } catch (IllegalArgumentException e) { // Spark names the setting
      throw new BadInput("a setting of Spark cannot be used: " + e.getMessage(), e);
    }
  }

  private static double ratio(String text) {
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new BadInput("%s is %s but must be a number from 0 to 1".formatted(RATIO, text));
  }

  private static OptionalInt expected(SparkConf spark, String master) {
    int instances = spark.getInt("spark.executor.instances", 0);
    if (spark.getBoolean(DYNAMIC + "enabled", false)) {
      int least = spark.getInt(DYNAMIC + "minExecutors", 0);
      int initial = spark.getInt(DYNAMIC + "initialExecutors", least);
      return OptionalInt.of(Math.max(1, Math.max(instances, Math.max(least, initial))));
    }
    if (master.startsWith("spark://")) { // which gives as many as it can
      int cores = spark.getInt("spark.cores.max", 0);
      int each = spark.getInt("spark.executor.cores", 0);
      return cores == 0 || each == 0
          ? OptionalInt.empty()
          : OptionalInt.of(Math.max(1, cores / each));
    }
    return OptionalInt.of(Math.max(1, Cluster.of(spark).executors()));
  }

  /** How many are enough: one at least. */
  int enough() {
    return Math.max(1, (int) Math.ceil(ratio * expected.orElse(1)));
  }

  /**
   * Waits for executors, and tells how many are there whenever it looks.
   *
   * @param spark that has just been started
   * @return what the user should know: that there are fewer than were asked for
   * @throws BadInput if Spark ends meanwhile
   */
  Optional<String> await(SparkContext spark, Progress progress) {
    long began = System.nanoTime();
    int there = LiveExecutor.of(spark).size();
    boolean over = false;
    while (there < enough() && !(over && there > 0)) {
      if (spark.isStopped()) {
        progress.update(1, "Spark has ended");
        throw new BadInput(
            "Spark ended while %s: its log and the cluster's pages say why"
                .formatted(waiting(there, over)));
      }
      progress.update((double) there / enough(), waiting(there, over));
      pause();
      over = System.nanoTime() - began >= most.toNanos();
      there = LiveExecutor.of(spark).size();
    }
    String found = of(there) + (there == 1 && expected.isEmpty() ? " executor" : " executors");
    if (there >= enough()) {
      progress.update(1, found);
      return Optional.empty();
    }
    progress.update(1, "goes on with " + found);
    return Optional.of(
        "%s came in %d s: the run goes on with %s (%s is how long it waits)"
            .formatted(found, most.toSeconds(), there == 1 ? "that one" : "those", MOST));
  }

  /** Such as {@code 1 of 2 executors, waiting up to 300 s}. */
  String waiting(int there, boolean over) {
    if (over) {
      return "no executor after %d s, waiting for the first: the cluster's pages say what is missing"
          .formatted(most.toSeconds());
    }
    return "%s executors, waiting %s"
        .formatted(of(there), enough() == 1 ? "for the first" : "up to " + most.toSeconds() + " s");
  }

  private String of(int there) {
    return expected.isPresent() ? "%d of %d".formatted(there, expected.getAsInt()) : "" + there;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while executors were awaited", e);
    }
  }
}
