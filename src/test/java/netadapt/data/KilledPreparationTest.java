package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.CommittedFile;
import netadapt.FailingFileSystem.Kind;
import netadapt.HadoopFiles;
import netadapt.Kills;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a preparation writes, where the process is killed at any change of a file. */
class KilledPreparationTest {
  private static final int IMAGES = 3;

  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource
  void aDatasetIsReplacedByAWholeOne(Kind kind) throws IOException {
    Kills.sweep(
        temporary,
        kind,
        List.of(
            (location, hadoop) -> {},
            (location, hadoop) -> prepare(location, hadoop, "first"),
            (location, hadoop) -> prepare(location, hadoop, "second")),
        KilledPreparationTest::dataset);
  }

  /** As the job does, but for what Spark does. */
  private static void prepare(String location, Configuration hadoop, String id) throws IOException {
    DatasetFolder folder = new DatasetFolder(hadoop, location + "/data");
    folder.checkReplaceable();
    var unused = folder.workshop().pieces("key");
    String images = folder.newImages();
    var file = new org.apache.hadoop.fs.Path(folder.images(images), "part-0.parquet");
    CommittedFile.of(file, hadoop).write(id.getBytes(StandardCharsets.UTF_8));
    folder.publish(facts(id, images), List.of(id));
    folder.workshop().delete();
  }

  private static DatasetFacts facts(String id, String images) {
    return new DatasetFacts(
        id,
        "test",
        List.of("cat", "dog"),
        5,
        5,
        3,
        Stored.FITTED,
        1,
        1,
        Map.of("train", IMAGES),
        1,
        List.of(0.5, 0.5, 0.5),
        List.of(0.5, 0.5, 0.5),
        0,
        images,
        "");
  }

  /** The id of the dataset, which all that it has says, too. */
  private static String dataset(String location, Configuration hadoop) throws IOException {
    DatasetFolder folder = new DatasetFolder(hadoop, location + "/data");
    DatasetFacts facts;
    try {
      facts = folder.facts();
    } catch (BadInput e) {
      return "none";
    }
    var images = new org.apache.hadoop.fs.Path(folder.images(facts.images()));
    FileSystem files = HadoopFiles.of(images, hadoop);
    int parts = 0;
    for (FileStatus file : files.listStatus(images)) {
      try (FSDataInputStream in = files.open(file.getPath())) {
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(facts.id());
        parts++;
      }
    }
    assertThat(parts).isOne();
    return facts.id();
  }

  @ParameterizedTest
  @EnumSource
  void aPieceIsThereWholeOrNotAtAll(Kind kind) throws IOException {
    Kills.sweep(
        temporary,
        kind,
        List.of(
            (location, hadoop) -> {},
            (location, hadoop) -> makePiece(0, location, hadoop),
            (location, hadoop) -> makePiece(1, location, hadoop)),
        KilledPreparationTest::pieces);
  }

  private static void makePiece(int number, String location, Configuration hadoop)
      throws IOException {
    Pieces pieces = new Pieces(location);
    if (pieces.facts(number, hadoop).isEmpty()) {
      pieces.write(number, reading(), hadoop);
    }
  }

  private static PieceReading reading() {
    Preparation preparation =
        new Preparation(new ImageFolders("unused"), ImageForm.fitted(2, 2, 3), 1, 1, 1, 0, 1, 1);
    ImageReader reader =
        new ImageReader() {
          @Override
          public DecodedImage read(SourceItem item) {
            byte[] pixels = new byte[12];
            Arrays.fill(pixels, (byte) item.ordinal());
            return new DecodedImage(2, 2, 3, pixels);
          }

          @Override
          public void close() {}
        };
    Stream<SourceItem> items =
        IntStream.range(0, IMAGES).mapToObj(i -> new SourceItem(i, i + ".png", -1, 0, false));
    return new PieceReading(preparation, reader, items.iterator(), () -> {});
  }

  /** The numbers of the pieces that are there, with all of their images. */
  private static Set<Integer> pieces(String location, Configuration hadoop) throws IOException {
    Set<Integer> there = new TreeSet<>();
    Pieces pieces = new Pieces(location);
    for (int number = 0; number < 2; number++) {
      Optional<DecodedPart> facts = pieces.facts(number, hadoop);
      if (facts.isPresent()) {
        assertThat(facts.get().size()).isEqualTo(IMAGES);
        try (PieceFile.Rows rows = pieces.rows(number, hadoop)) {
          assertThat(rows).toIterable().extracting(PieceRow::ordinal).containsExactly(0, 1, 2);
        }
        there.add(number);
      }
    }
    return there;
  }
}
