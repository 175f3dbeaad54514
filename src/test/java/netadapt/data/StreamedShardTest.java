package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamedShardTest extends LocalSpark {
  @TempDir static Path temporary;
  static Dataset digits;

  @BeforeAll
  static void prepareDigits() {
    digits = prepare("digits");
  }

  /** Of which each has the broadcast that its shards read with, as long as it is there. */
  private static final List<JavaRDD<?>> STREAMED = new ArrayList<>();

  private static List<TrainingShard> streamed(Dataset dataset, int workers) {
    JavaRDD<TrainingShard> shards = dataset.streamedShards(workers, 1);
    STREAMED.add(shards);
    return shards.collect();
  }

  private static Dataset prepare(String folder) {
    return prepare(folder, 3);
  }

  private static Dataset prepare(String folder, int files) {
    return PreparationJob.prepare(
        spark,
        new Preparation(new EmbeddedDigits(), 8, 8, 1, 1000, 500, 1, 0, files),
        temporary.resolve(folder).toString());
  }

  @Test
  void anEpochHasAllImagesOfTheWorkerOnce() {
    List<TrainingShard> streamed = streamed(digits, 3);
    List<ImageShard> packed = digits.shards(Split.TRAIN, 3, 1).collect();

    assertThat(streamed).hasSize(3);
    for (int worker = 0; worker < 3; worker++) {
      List<String> images = texts(streamed.get(worker), 7);
      assertThat(images).hasSize(packed.get(worker).size());
      assertThat(images).containsExactlyInAnyOrderElementsOf(texts(packed.get(worker), 0));
    }
  }

  @Test
  void anEpochOfTheSameSeedHasTheSameOrderWhereverItIsRead() {
    TrainingShard shard = streamed(digits, 2).get(1);
    TrainingShard again = streamed(digits, 2).get(1);

    assertThat(texts(shard, 7)).isEqualTo(texts(again, 7));
    assertThat(texts(shard, 7)).isNotEqualTo(texts(again, 8));
  }

  @Test
  void anImageIsTheSameFromWhicheverPlaceAnEpochIsResumed() {
    TrainingShard shard = streamed(digits, 2).get(0);
    List<String> images = texts(shard, 7);

    TrainingShard again = streamed(digits, 2).get(0);
    for (int place : new int[] {3000, 3001, 10, 4249, 0}) {
      assertThat(text(again, again.epoch(7).at(place))).isEqualTo(images.get(place));
    }
    assertThatThrownBy(() -> again.epoch(7).at(again.size()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aFileThatIsGoneIsNamed() throws IOException {
    Dataset dataset = prepare("gone");
    TrainingShard shard = streamed(dataset, 1).get(0);
    try (Stream<Path> files = Files.list(temporary.resolve("gone/images.parquet"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    assertThatThrownBy(() -> shard.epoch(1).at(0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot read ")
        .hasMessageContaining(".parquet");
  }

  /** A disk or object store may fail once. */
  @Test
  void whatCouldNotBeReadAheadIsReadAgain() throws IOException {
    ImageParts parts = faultyParts();
    StreamedShard shard = shard(parts, 8500);
    long seed = seedWithWindowsInSeveralFiles(shard, parts);
    EpochWindows windows = shard.windows(seed);
    FaultyFileSystem.failOnce(file(windows, 1, parts));
    EpochImages epoch = new StreamedEpoch(shard, seed);

    TrainingImage before = epoch.at(0); // while which the next window is read ahead
    TrainingImage after = epoch.at(windows.start(1));

    assertThat(FaultyFileSystem.fired()).isTrue();
    EpochImages whole = new StreamedEpoch(shard, seed);
    assertThat(before.index()).isEqualTo(whole.at(0).index());
    assertThat(after.index()).isEqualTo(whole.at(windows.start(1)).index());
  }

  @Test
  void epochsOfATrainingAreLetGoWhenAnotherOneBegins() throws IOException {
    ImageParts parts = faultyParts();
    StreamedShard shard = shard(parts, 1000);
    StreamedShard other = shard(parts, 500);
    EpochImages epoch = OpenEpochs.of(shard, 1);
    EpochImages beside = OpenEpochs.of(other, 1);
    assertThat(OpenEpochs.of(shard, 1)).isSameAs(epoch);

    EpochImages next = OpenEpochs.of(shard(parts, 1000), 1);

    assertThat(next).isNotSameAs(epoch);
    assertThat(OpenEpochs.of(shard, 1)).isNotSameAs(epoch);
    assertThat(OpenEpochs.of(other, 1)).isSameAs(beside);
  }

  /** Else other files of the same images, or better compressed ones, would change a training. */
  @Test
  void anImageHasTheSameBytesHoweverItIsStored() throws IOException {
    prepare("one", 1);
    for (String folder : List.of("digits", "one")) {
      assertThat(parts(temporary.resolve(folder).toString()).bytesPerImage())
          .isEqualTo(8 * 8 + 4); // and its length
    }
  }

  /** Files of this machine of which one may fail. */
  private static ImageParts faultyParts() throws IOException {
    spark
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.faulty.impl", FaultyFileSystem.class.getName());
    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    return parts("faulty://" + temporary.resolve("digits"));
  }

  private static ImageParts parts(String dataset) throws IOException {
    return ImageParts.of(
        JavaSparkContext.fromSparkContext(spark.sparkContext()), dataset + "/images.parquet");
  }

  /** The first images, of which an epoch has a block at a time. */
  private static StreamedShard shard(ImageParts parts, int size) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ImageBlocks images = new ImageBlocks(parts, new ImageForm(8, 8, 1, Stored.FITTED, 1, 1), false);
    return new StreamedShard(
        images,
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
        0,
        size,
        EpochWindows.BLOCK);
  }

  private static long seedWithWindowsInSeveralFiles(StreamedShard shard, ImageParts parts) {
    return LongStream.range(0, 100)
        .filter(
            seed -> {
              String first = file(shard.windows(seed), 0, parts);
              String second = file(shard.windows(seed), 1, parts);
              return !first.isEmpty() && !second.isEmpty() && !first.equals(second);
            })
        .findFirst()
        .orElseThrow();
  }

  /** Name of the file that a window's images are in; empty if they are in two. */
  private static String file(EpochWindows windows, int window, ImageParts parts) {
    EpochWindows.Block block = windows.blocks(window)[0];
    List<ImageParts.Part> files = parts.holding(block.first(), block.first() + block.count());
    return files.size() > 1 ? "" : files.get(0).file().replaceAll(".*/", "/");
  }

  @Test
  void fewFittedImagesAreTrainedOnInMemory() {
    assertThat(digits.trainingShards(2, 1).first()).isInstanceOf(ImageShard.class);
  }

  private static List<String> texts(TrainingShard shard, long seed) {
    EpochImages epoch = shard.epoch(seed);
    List<String> texts = new ArrayList<>();
    for (int place = 0; place < shard.size(); place++) {
      texts.add(text(shard, epoch.at(place)));
    }
    return texts;
  }

  private static String text(TrainingShard shard, TrainingImage image) {
    float[] values = new float[shard.imageSize()];
    Normalization plain = new Normalization(new float[] {0}, new float[] {1});
    image.write(Augmentation.NONE, plain, new SplittableRandom(1), values, 0);
    return image.label() + Arrays.toString(values);
  }
}
