package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import netadapt.BrokenRule;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets with targets, of rooms. */
class RoomsTest extends LocalSpark {
  private static final int HEIGHT = 12;
  private static final int WIDTH = 16;
  private static final int AREA = HEIGHT * WIDTH;

  @TempDir static Path temporary;
  static Dataset rooms;

  @BeforeAll
  static void prepareRooms() {
    rooms = prepare("rooms", 3);
  }

  @Test
  void aDatasetSaysThatItHasTargets() throws Exception {
    assertThat(rooms.hasTargets()).isTrue();
    assertThat(rooms.classes()).containsExactly("depth");
    assertThat(rooms.count(Split.TRAIN)).isEqualTo(30);
    assertThat(rooms.count(Split.HELD_OUT)).isEqualTo(10);
    assertThat(rooms.count(Split.TEST)).isEqualTo(7);
    assertThat(Files.readString(temporary.resolve("rooms/dataset.json")))
        .contains("\"target\" : \"depth-metres\"");
  }

  @Test
  void theTargetColumnHasTheDepthOfEveryPixel() {
    List<Row> rows = images(temporary.resolve("rooms")).collectAsList();

    assertThat(rows).hasSize(47);
    for (Row row : rows) {
      String source = row.getAs("source");
      String set = source.replaceAll("#.*", "");
      int number = Integer.parseInt(source.replaceAll(".*#", ""));
      RoomPicture picture = RoomPicture.of(set, number, HEIGHT, WIDTH);
      assertThat(row.<byte[]>getAs("image")).isEqualTo(picture.image().pixels());
      assertThat(row.<byte[]>getAs("target")).isEqualTo(picture.depth().bytes());
      assertThat(row.<Integer>getAs("label")).isZero();
      assertThat(row.<String>getAs("split").equals("test")).isEqualTo(set.equals("test"));
    }
  }

  @Test
  void theMeanTargetIsOfWhatIsKnownOfTrainingImages() {
    double sum = 0;
    int known = 0;
    ImageShard images = rooms.collect(Split.TRAIN);
    for (int image = 0; image < images.size(); image++) {
      for (float depth : images.target(image)) {
        sum += depth;
        known += depth > 0 ? 1 : 0;
      }
    }
    assertThat(known).isBetween(1, 30 * AREA - 1);
    assertThat(rooms.meanTarget()).isCloseTo(sum / known, Offset.offset(1e-9));
  }

  @Test
  void theNumberOfFilesDoesNotShow() {
    assertThat(prepare("one", 1).id()).isEqualTo(rooms.id());
  }

  @Test
  void shardsHaveTheTargetsOfTheirImages() {
    List<Row> rows =
        images(temporary.resolve("rooms"))
            .where("split = 'held-out'")
            .orderBy("index")
            .collectAsList();
    int next = 0;
    for (ImageShard shard : rooms.shards(Split.HELD_OUT, 3, 4).collect()) {
      assertThat(shard.targetSize()).isEqualTo(AREA);
      for (int i = 0; i < shard.size(); i++) {
        Row row = rows.get(next++);
        assertThat(shard.image(i).pixels()).isEqualTo(row.<byte[]>getAs("image"));
        assertThat(new TargetMap(HEIGHT, WIDTH, shard.target(i)).bytes())
            .isEqualTo(row.<byte[]>getAs("target"));
      }
    }
    assertThat(next).isEqualTo(10);
  }

  @Test
  void imagesThatAreReadWhileTheyAreTrainedOnHaveTheSameTargets() {
    TrainingShard memory = rooms.shards(Split.TRAIN, 1, 1).collect().get(0);
    List<List<String>> streamed = rooms.streamedShards(1, 1).map(shard -> written(shard)).collect();

    assertThat(streamed.get(0)).isEqualTo(written(memory)).hasSize(30);
  }

  @Test
  void anythingButFittedImagesIsRefused() {
    Preparation preparation =
        new Preparation(
            new Rooms(4, 1),
            new ImageForm(HEIGHT, WIDTH, 3, Stored.JPEG, 20, 1),
            1,
            0,
            1,
            0,
            1,
            Long.MAX_VALUE);

    assertThatThrownBy(
            () -> PreparationJob.prepare(spark, preparation, temporary.resolve("jpeg").toString()))
        .isInstanceOf(BrokenRule.class)
        .hasMessageStartingWith("stored is jpeg but must be fitted: the depths of 5 synthetic");
  }

  /** What a network reads and is to say of each training image, by its number. */
  private static List<String> written(TrainingShard shard) {
    Augmentation augmentation = new Augmentation(2, true, 1, AutoAugment.NONE);
    Normalization normalization = new Normalization(new float[3], new float[] {1, 1, 1});
    String[] written = new String[shard.size()];
    EpochImages epoch = shard.epoch(1);
    for (int place = 0; place < written.length; place++) {
      TrainingImage image = epoch.at(place);
      float[] pixels = new float[shard.imageSize()];
      float[] targets = new float[shard.targetSize()];
      SplittableRandom random = new SplittableRandom(image.index());
      image.write(augmentation, normalization, random, pixels, 0, targets, 0);
      written[image.index()] = Arrays.hashCode(pixels) + " " + Arrays.toString(targets);
    }
    return new ArrayList<>(List.of(written));
  }

  private static Dataset prepare(String name, int partitions) {
    return PreparationJob.prepare(
        spark,
        new Preparation(new Rooms(40, 7), HEIGHT, WIDTH, 3, 10, 5, 1, 0, partitions),
        temporary.resolve(name).toString());
  }
}
