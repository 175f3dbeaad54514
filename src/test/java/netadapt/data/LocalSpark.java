package netadapt.data;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Gives a test class a Spark of two threads. */
public abstract class LocalSpark {
  protected static SparkSession spark;

  @BeforeAll
  protected static void start() {
    spark = session();
  }

  @AfterAll
  protected static void stop() {
    spark.stop();
  }

  static SparkSession session() {
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .appName("test")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }
}
