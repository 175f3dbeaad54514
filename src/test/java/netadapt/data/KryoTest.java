package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kryo cannot write records, immutable lists and more: nothing of that kind may cross tasks. */
class KryoTest {
  @TempDir Path temporary;

  @Test
  void preparingAndReadingWorkWithKryo() throws Exception {
    Pictures.tree(temporary.resolve("images"), "cat", 9);
    Pictures.write(temporary.resolve("images/dog/1.png"), new byte[0]);
    SparkSession spark = LocalSpark.session("org.apache.spark.serializer.KryoSerializer");
    try {
      Preparation preparation =
          new Preparation(
              new ImageFolders(temporary.resolve("images").toString()), 5, 6, 3, 2, 2, 1, 0.5, 3);

      Dataset dataset =
          PreparationJob.prepare(spark, preparation, temporary.resolve("out").toString());

      assertThat(dataset.skipped()).isEqualTo(1);
      List<ImageShard> shards = dataset.shards(Split.TRAIN, 2, 2).collect();
      assertThat(shards).extracting(ImageShard::size).containsExactly(4, 1);
    } finally {
      spark.stop();
    }
  }
}
