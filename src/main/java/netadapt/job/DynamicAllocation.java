package netadapt.job;

import java.util.ArrayList;
import java.util.List;
import netadapt.settings.Settings;
import org.apache.spark.SparkConf;

/** What a run loses where Spark takes executors and gives them back while it works. */
final class DynamicAllocation {
  private static final String ENABLED = "spark.dynamicAllocation.enabled";
  private static final String CACHED = "spark.dynamicAllocation.cachedExecutorIdleTimeout";

  private DynamicAllocation() {}

  /** A sentence for each setting that does not go with it; none where it is off. */
  static List<String> warnings(Settings settings, SparkConf spark) {
    List<String> warnings = new ArrayList<>();
    if (Cluster.isLocal(spark) || !spark.getBoolean(ENABLED, false)) {
      return warnings;
    }
    if (settings.supernet().workers() == 0 || settings.train().workers() == 0) {
      warnings.add(
          ("%s is true, and a training has as many workers as there are task slots when it begins,"
                  + " which may be few: set supernet.workers and train.workers, or"
                  + " spark.dynamicAllocation.initialExecutors")
              .formatted(ENABLED));
    }
    if (spark.contains(CACHED)) {
      warnings.add(
          ("%s is %s: executors that wait so long lose the images that they keep, which are read"
                  + " anew: leave it out, and they stay until the images are not needed any more")
              .formatted(CACHED, spark.get(CACHED)));
    }
    return warnings;
  }
}
