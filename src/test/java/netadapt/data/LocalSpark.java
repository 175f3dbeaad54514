package netadapt.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
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

  /** The images of a dataset as a table. */
  static org.apache.spark.sql.Dataset<Row> images(Path dataset) {
    try {
      DatasetFolder folder = new DatasetFolder(new Configuration(), dataset.toString());
      return spark.read().parquet(folder.images(folder.facts().images()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
