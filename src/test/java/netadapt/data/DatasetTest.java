package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.BadInput;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest extends LocalSpark {
  @TempDir static Path temporary;
  static Dataset digits;

  @BeforeAll
  static void prepareDigits() {
    digits =
        PreparationJob.prepare(
            spark,
            new Preparation(new EmbeddedDigits(), 28, 28, 1, 1000, 500, 1, 0, 3),
            temporary.resolve("digits").toString());
  }

  @Test
  void tenThousandDigitsComeWithTheProject() {
    assertThat(digits.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(List.of(digits.height(), digits.width(), digits.channels()))
        .isEqualTo(List.of(28, 28, 1));
    assertThat(digits.count(Split.TRAIN)).isEqualTo(8500);
    assertThat(digits.count(Split.HELD_OUT)).isEqualTo(1000);
    assertThat(digits.count(Split.TEST)).isEqualTo(500);
  }

  @Test
  void digitsLookLikeMnist() {
    // Published moments of the 60,000 training digits: mean 0.1307, deviation 0.3081.
    assertThat(digits.normalization().mean()[0]).isBetween(0.128f, 0.134f);
    assertThat(digits.normalization().std()[0]).isBetween(0.303f, 0.313f);
  }

  @Test
  void shardsHoldTheSameImagesInTheSameOrderForAnyCount() {
    String whole = text(List.of(digits.collect(Split.HELD_OUT)));
    for (int count : new int[] {1, 2, 7, 40}) {
      List<ImageShard> shards = digits.shards(Split.HELD_OUT, count, 32).collect();

      assertThat(shards).extracting(ImageShard::index).isEqualTo(range(count));
      assertThat(text(shards)).isEqualTo(whole);
    }
  }

  @Test
  void aPartOfASplitHasItsImagesInTheSameOrder() {
    String whole = text(List.of(digits.collect(Split.HELD_OUT)));

    List<ImageShard> shards = new ArrayList<>();
    shards.addAll(digits.shards(Split.HELD_OUT, 0, 320, 3, 32).collect());
    shards.addAll(digits.shards(Split.HELD_OUT, 320, 1000, 4, 32).collect());

    assertThat(shards).extracting(ImageShard::index).containsExactly(0, 1, 2, 0, 1, 2, 3);
    assertThat(text(shards)).isEqualTo(whole);
    assertThat(digits.shards(Split.HELD_OUT, 40, 40, 2, 32).map(ImageShard::size).collect())
        .containsExactly(0, 0);
    assertThatThrownBy(() -> digits.shards(Split.HELD_OUT, 0, 1001, 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aShardKnowsTheNumberOfItsFirstImage() {
    for (int count : new int[] {1, 3, 40}) {
      int first = 0;
      for (ImageShard shard : digits.shards(Split.HELD_OUT, count, 32).collect()) {
        assertThat(shard.first()).isEqualTo(first);
        first += shard.size();
      }
    }
    assertThat(digits.shards(Split.HELD_OUT, 320, 1000, 2, 32).map(ImageShard::first).collect())
        .containsExactly(320, 672);
  }

  @Test
  void everyShardButTheLastHoldsWholeBatches() {
    for (int count : new int[] {1, 3, 10, 40}) {
      List<Integer> sizes =
          new ArrayList<>(digits.shards(Split.HELD_OUT, count, 32).map(ImageShard::size).collect());

      assertThat(sizes).hasSize(count);
      sizes.removeIf(size -> size == 0);
      assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size % 32 == 0);
      assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(1000);
    }
  }

  @Test
  void onlyTrailingShardsAreEmpty() {
    List<Integer> sizes = digits.shards(Split.TEST, 5, 200).map(ImageShard::size).collect();
    assertThat(sizes).containsExactly(200, 200, 100, 0, 0);
  }

  /** A row group has thousands of images, of which an epoch wants a block at a time. */
  @Test
  void ofAFileNoMoreIsReadThanTheImagesThatAreWanted() throws Exception {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    context.hadoopConfiguration().set("fs.faulty.impl", FaultyFileSystem.class.getName());
    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    String folder = "faulty://" + temporary.resolve("digits/images.parquet");
    ImageParts parts = ImageParts.of(context, folder);
    ImageBlocks blocks =
        new ImageBlocks(parts, new ImageForm(28, 28, 1, Stored.FITTED, 1, 1), false);
    FileSystem.Statistics read = FileSystem.getStatistics("faulty", FaultyFileSystem.class);
    long before = read.getBytesRead();

    List<StoredImage> images = blocks.read(1200, 1328, context.hadoopConfiguration());

    assertThat(images).hasSize(128).extracting(StoredImage::index).startsWith(1200, 1201);
    long all = Files.size(Path.of(URI.create(parts.parts().get(0).file()).getPath()));
    assertThat(read.getBytesRead() - before).isBetween(1L, all / 4);
  }

  @Test
  void splitsAreStratified() {
    ImageShard heldOut = digits.collect(Split.HELD_OUT);
    int[] sizes = {1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978};
    for (int label = 0; label < 10; label++) {
      int wanted = label;
      long found =
          IntStream.range(0, heldOut.size()).filter(i -> heldOut.label(i) == wanted).count();
      assertThat(Math.abs(found - sizes[label] / 10.0)).isLessThan(1.5);
    }
  }

  @Test
  void countsBelowOneAreRefused() {
    assertThatThrownBy(() -> digits.shards(Split.TRAIN, 0, 1)).hasMessageContaining("shards is 0");
    assertThatThrownBy(() -> digits.shards(Split.TRAIN, 1, 0)).hasMessageContaining("batch is 0");
  }

  @Test
  void openingWithoutADatasetSaysToRunPrepare() {
    assertThatThrownBy(() -> Dataset.open(spark, temporary.resolve("none").toString()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("run prepare first");
  }

  private static List<Integer> range(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static String text(List<ImageShard> shards) {
    StringBuilder text = new StringBuilder();
    for (ImageShard shard : shards) {
      for (int i = 0; i < shard.size(); i++) {
        text.append(shard.label(i)).append(Arrays.hashCode(shard.image(i).pixels())).append(' ');
      }
    }
    return text.toString();
  }
}
