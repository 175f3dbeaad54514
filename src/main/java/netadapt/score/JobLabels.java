package netadapt.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What Spark's pages say of this thread's jobs, until it is closed: then it is again what it was
 * before. A group that somebody has set, such as a notebook whose cells are cancelled by it, stays.
 */
public final class JobLabels implements AutoCloseable {
  private static final String GROUP = "spark.jobGroup.id";
  private static final String DESCRIPTION = "spark.job.description";

  private final JavaSparkContext spark;
  private final Map<String, String> before = new LinkedHashMap<>();

  private JobLabels(JavaSparkContext spark) {
    this.spark = spark;
    for (String key : List.of(GROUP, DESCRIPTION)) {
      before.put(key, spark.getLocalProperty(key));
    }
  }

  /** Describes the jobs to come and, unless they have a group, makes them one. */
  public static JobLabels set(JavaSparkContext spark, String description) {
    JobLabels labels = new JobLabels(spark);
    if (labels.before.get(GROUP) == null) {
      spark.setLocalProperty(GROUP, description);
    }
    spark.setLocalProperty(DESCRIPTION, description);
    return labels;
  }

  @Override
  public void close() {
    before.forEach(spark::setLocalProperty);
  }
}
