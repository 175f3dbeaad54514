package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A preparation that ends in the middle, and the next one of the same images. */
class ResumedPreparationTest extends LocalSpark {
  private static final int IMAGES = 40;

  @TempDir Path temporary;
  private PreparationProgress progress;

  @BeforeAll
  static void faults() {
    spark
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.faulty.impl", FaultyFileSystem.class.getName());
  }

  @BeforeEach
  void images() throws IOException {
    Pictures.tree(temporary.resolve("images"), "cat", IMAGES / 2);
    Pictures.tree(temporary.resolve("images"), "dog", IMAGES / 2);
  }

  @Test
  void readsOnlyWhatHasNotBeenReadAndGivesTheSameDataset() throws Exception {
    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    String id = prepare(preparation(5), "whole").id();
    List<String> table = table("whole");
    failInTheMiddle();
    long pieces = pieces(".facts");
    assertThat(pieces).isPositive();

    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    Dataset resumed = prepare(preparation(5), "out");

    assertThat(resumed.id()).isEqualTo(id);
    assertThat(table("out")).isEqualTo(table);
    assertThat(progress.kept().value()).isGreaterThanOrEqualTo(pieces);
    assertThat(progress.read().value() + progress.kept().value()).isEqualTo(IMAGES);
    assertThat((long) FaultyFileSystem.opened().size()).isEqualTo(progress.read().value());
    assertThat(FaultyFileSystem.opened()).contains("dog/019.png").doesNotContain("cat/000.png");
    assertThat(workshop()).doesNotExist();
  }

  @Test
  void whatAKilledTaskLeavesIsNotTaken() throws Exception {
    failInTheMiddle();
    Path piece = pieceFiles(".facts").get(0);
    Path rows = Path.of(piece.toString().replace(".facts", ".rows"));
    Files.delete(piece); // as if it was killed between the two files of a piece
    byte[] half = Files.readAllBytes(rows);
    Files.write(rows.resolveSibling("." + rows.getFileName() + ".1"), Tars.cut(half, 10));
    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    String id = prepare(preparation(5), "whole").id();
    FaultyFileSystem.reset(FaultyFileSystem.NONE);

    assertThat(prepare(preparation(5), "out").id()).isEqualTo(id);
    assertThat(FaultyFileSystem.opened()).contains("cat/000.png");
    assertThat(progress.kept().value()).isPositive();
  }

  /** What was written last may be lost, the files' names not. */
  @Test
  void piecesThatWereCutOffAsTheMachineWentDownAreReadAnew() throws Exception {
    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    String id = prepare(preparation(5), "whole").id();
    List<String> table = table("whole");
    failInTheMiddle();
    List<Path> facts = pieceFiles(".facts");
    List<Path> rows = pieceFiles(".rows");
    cut(facts.get(0), 0);
    cut(facts.get(1), Files.size(facts.get(1)) / 2);
    cut(facts.get(2), 3);
    cut(rows.get(3), 0);
    cut(rows.get(4), Files.size(rows.get(4)) / 2);
    cut(rows.get(5), 0);
    Files.delete(facts.get(5));
    Files.delete(rows.get(6));
    FaultyFileSystem.reset(FaultyFileSystem.NONE);

    assertThat(prepare(preparation(5), "out").id()).isEqualTo(id);

    assertThat(table("out")).isEqualTo(table);
    assertThat(progress.kept().value()).isPositive();
  }

  @Test
  void aPieceThatIsCutOffIsNamed() throws Exception {
    failInTheMiddle();
    Path file = pieceFiles(".rows").get(0);
    cut(file, 20);
    org.apache.hadoop.fs.Path name = new org.apache.hadoop.fs.Path(file.toUri());

    try (PieceFile.Rows rows = PieceFile.read(name, new Configuration())) {
      assertThatThrownBy(rows::next)
          .hasMessage("cannot read %s, a piece of the images: it is cut off".formatted(name));
    }
    cut(file, 0);
    assertThatThrownBy(() -> PieceFile.read(name, new Configuration()))
        .hasMessage("cannot read %s, a piece of the images: it is cut off".formatted(name));
  }

  private static void cut(Path file, long length) throws IOException {
    Files.write(file, Tars.cut(Files.readAllBytes(file), (int) length));
  }

  @Test
  void anotherConfigurationDoesNotTakeThePieces() throws Exception {
    failInTheMiddle();
    FaultyFileSystem.reset(FaultyFileSystem.NONE);

    prepare(preparation(3), "out");

    assertThat(progress.kept().value()).isZero();
    assertThat(FaultyFileSystem.opened()).hasSize(IMAGES);
  }

  @Test
  void otherImagesInTheirPlaceAreReadAnew() throws Exception {
    failInTheMiddle();
    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    Path changed = temporary.resolve("images/cat/000.png");
    Files.write(changed, Pictures.file("png", 5, 6, 77));
    Files.setLastModifiedTime(changed, FileTime.fromMillis(1_000_000));

    prepare(preparation(5), "out");

    assertThat(progress.kept().value()).isZero();
  }

  /** The seed and the shares do not change what an image becomes. */
  @Test
  void anotherSplitTakesThePieces() throws Exception {
    failInTheMiddle();
    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    ImageSource source = preparation(5).source();

    prepare(new Preparation(source, 5, 5, 3, 7, 7, 99, 0.5, 1), "out");

    assertThat(progress.kept().value()).isPositive();
  }

  /**
   * They may be those of another process that has taken over. A task of the preparation that failed
   * may still write one as the second begins, so that there may be more in the end.
   */
  @Test
  void piecesAreNotDeletedByWhoMayNotWrite() throws Exception {
    failInTheMiddle();
    List<Path> pieces = pieceFiles(".facts");
    assertThat(pieces).isNotEmpty();
    Runnable mayNotWrite =
        () -> {
          throw new BadInput("another process has taken over");
        };

    assertThatThrownBy(
            () ->
                PreparationJob.prepare(
                    spark,
                    preparation(3),
                    temporary.resolve("out").toString(),
                    mayNotWrite,
                    unused -> {},
                    new PreparationProgress(spark)))
        .hasMessage("another process has taken over");

    assertThat(pieceFiles(".facts")).containsAll(pieces);
  }

  private void failInTheMiddle() {
    FaultyFileSystem.reset("dog/019.png"); // of the last piece
    assertThatThrownBy(() -> prepare(preparation(5), "out"))
        .rootCause()
        .hasMessage("this disk is gone");
    assertThat(FaultyFileSystem.fired()).isTrue();
    assertThat(temporary.resolve("out/dataset.json")).doesNotExist();
  }

  private Preparation preparation(int side) {
    ImageFolders source = new ImageFolders("faulty://" + temporary.resolve("images"));
    return new Preparation(source, side, side, 3, 4, 3, 11, 0, 2);
  }

  private Dataset prepare(Preparation preparation, String folder) {
    progress = new PreparationProgress(spark);
    return PreparationJob.prepare(
        spark, preparation, temporary.resolve(folder).toString(), () -> {}, unused -> {}, progress);
  }

  private Path workshop() {
    return temporary.resolve(".out.preparing");
  }

  private long pieces(String ending) throws IOException {
    return pieceFiles(ending).size();
  }

  private List<Path> pieceFiles(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(workshop())) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private List<String> table(String folder) {
    return spark
        .read()
        .parquet(temporary.resolve(folder) + "/images.parquet")
        .orderBy("index")
        .selectExpr("index", "split", "label", "height", "hex(image)", "source")
        .toJSON()
        .collectAsList();
  }
}
