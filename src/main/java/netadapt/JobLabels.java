package netadapt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What Spark's pages say of this thread's jobs, until it is closed: then it is again what it was
 * before. A group that somebody has set, such as a notebook whose cells are cancelled by it, stays.
 *
 * <p>Labels inside of others name a part of their work: {@code search} and, inside, {@code
 * iteration 3} are {@code search: iteration 3}.
 */
public final class JobLabels implements AutoCloseable {
  private static final String GROUP = "spark.jobGroup.id";
  private static final String DESCRIPTION = "spark.job.description";

  /** Ours: a description that was there before is somebody else's. */
  private static final String WORK = "netadapt.work";

  private final JavaSparkContext spark;
  private final Map<String, String> before = new LinkedHashMap<>();

  private JobLabels(JavaSparkContext spark) {
    this.spark = spark;
    for (String key : List.of(GROUP, DESCRIPTION, WORK)) {
      before.put(key, spark.getLocalProperty(key));
    }
  }

  /**
   * Describes the jobs to come and, unless they have a group, makes them one.
   *
   * @param work that they do, such as {@code iteration 3}
   */
  public static JobLabels set(JavaSparkContext spark, String work) {
    JobLabels labels = new JobLabels(spark);
    String outer = labels.before.get(WORK);
    String description = outer == null ? work : outer + ": " + work;
    if (labels.before.get(GROUP) == null) {
      spark.setLocalProperty(GROUP, description);
    }
    spark.setLocalProperty(DESCRIPTION, description);
    spark.setLocalProperty(WORK, description);
    return labels;
  }

  @Override
  public void close() {
    before.forEach(spark::setLocalProperty);
  }
}
