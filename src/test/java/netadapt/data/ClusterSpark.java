package netadapt.data;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import scala.collection.JavaConverters;

/** Gives a test class a Spark of two executors, each a process with one task slot. */
@Timeout(300)
public abstract class ClusterSpark {
  protected static JavaSparkContext spark;

  @BeforeAll
  protected static void start() {
    SparkConf configuration =
        new SparkConf()
            .setMaster("local-cluster[2,1,1024]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    spark = new JavaSparkContext(configuration);
    spark.setLogLevel("ERROR");
    awaitExecutors();
  }

  @AfterAll
  protected static void stop() {
    spark.stop();
  }

  /** Until both executors are there; the cluster replaces one that was lost. */
  protected static void awaitExecutors() {
    // An executor is there before its memory is, where images are kept; the driver's counts as
    // well.
    while (executors().size() < 2 || spark.sc().getExecutorMemoryStatus().size() != 3) {
      Thread.onSpinWait(); // until the class's timeout
    }
  }

  /** Ids of those that are there. */
  protected static Set<String> executors() {
    return executors(spark);
  }

  static Set<String> executors(JavaSparkContext spark) {
    Set<String> ids = new TreeSet<>();
    for (ExecutorSummary executor :
        JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true))) {
      if (!executor.id().equals("driver") && executor.maxTasks() > 0) {
        ids.add(executor.id());
      }
    }
    return ids;
  }

  /** By which executor each partition is computed. */
  protected static List<String> whoComputes(JavaRDD<?> shards) {
    return shards
        .mapPartitions(
            parts -> {
              parts.forEachRemaining(part -> {});
              return List.of(SparkEnv.get().executorId()).iterator();
            })
        .collect();
  }
}
