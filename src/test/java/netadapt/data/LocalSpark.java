package netadapt.data;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Gives a test class a Spark of two threads. */
public abstract class LocalSpark {
  protected static SparkSession spark;

  @BeforeAll
  protected static void start() {
    spark = session("org.apache.spark.serializer.JavaSerializer");
  }

  @AfterAll
  protected static void stop() {
    spark.stop();
  }

  static SparkSession session(String serializer) {
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .appName("test")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.serializer", serializer)
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }
}
