package netadapt.job;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** How file systems are reached where no Spark session is. */
public final class HadoopSettings {
  private HadoopSettings() {}

  /**
   * Hadoop's own settings, and those in Spark's: of {@code spark-submit} and these.
   *
   * @param spark settings by their names, such as {@code spark.hadoop.fs.s3a.endpoint}
   */
  public static Configuration of(Map<String, String> spark) {
    SparkConf all = new SparkConf();
    spark.forEach(all::set);
    return of(all);
  }

  /**
   * Those of this process's Spark session, if there is one, with what only that knows; else as
   * {@link #of(Map)}.
   */
  static Configuration ofProcess(Map<String, String> spark) {
    return SparkEnv.get() == null
        ? of(spark)
        : SparkSession.builder().getOrCreate().sparkContext().hadoopConfiguration();
  }

  /** Hadoop's own settings, and those in Spark's. */
  static Configuration of(SparkConf spark) {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : spark.getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(setting._1(), setting._2());
    }
    return hadoop;
  }
}
