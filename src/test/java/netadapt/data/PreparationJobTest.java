package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.DocumentedTables;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationJobTest extends LocalSpark {
  private final List<String> warnings = new ArrayList<>();
  @TempDir Path temporary;

  @Test
  void pixelsAndLabelsComeBackFromParquet() throws Exception {
    Path images = tree(12, 8);

    Dataset dataset = prepare(images, preparation(images, 4, 3, 2));

    assertThat(dataset.classes()).containsExactly("cat", "dog");
    assertThat(dataset.count(Split.TRAIN)).isEqualTo(13);
    for (Row row : rows()) {
      String source = row.getAs("source");
      int number = Integer.parseInt(source.replaceAll(".*/|\\.png", ""));
      assertThat(row.<byte[]>getAs("image")).isEqualTo(Pictures.random(5, 6, 3, number).pixels());
      assertThat(dataset.classes().get(row.getAs("label"))).isEqualTo(source.replaceAll("/.*", ""));
      assertThat(List.of(row.getAs("height"), row.getAs("width"), row.getAs("channels")))
          .isEqualTo(List.of(5, 6, 3));
    }
    assertThat(rows().stream().map(row -> row.<Integer>getAs("index")))
        .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1).limit(20).toList());
  }

  @Test
  void theFolderHoldsTheTableAndTheFactsAlone() throws Exception {
    Path images = tree(12, 8);
    prepare(images, preparation(images, 4, 3, 2));

    try (Stream<Path> files = Files.walk(output())) {
      assertThat(files.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .allMatch(name -> name.endsWith(".snappy.parquet") || name.equals("dataset.json"));
    }
  }

  @Test
  void everyColumnIsDocumentedWithItsType() throws Exception {
    Path images = tree(12, 8);
    prepare(images, preparation(images, 4, 3, 2));

    assertThat(Arrays.stream(rows().get(0).schema().fields()))
        .extracting(field -> field.name() + ": " + field.dataType().simpleString())
        .containsExactlyElementsOf(DocumentedTables.columns("images"));
  }

  @Test
  void howFarAPreparationIsIsKnown() throws Exception {
    Path images = tree(12, 8);
    PreparationProgress progress = new PreparationProgress(spark);
    assertThat(progress.text()).isEqualTo("looking for images");
    assertThat(progress.fraction()).isZero();

    PreparationJob.prepare(
        spark, preparation(images, 4, 3, 2), output().toString(), () -> {}, unused -> {}, progress);

    assertThat(progress.text()).isEqualTo("20 of 20 images written");
    assertThat(progress.fraction()).isEqualTo(1, Offset.offset(1e-9));
    assertThat(progress.read().value()).isEqualTo(20); // none twice
  }

  @Test
  void aPreparationIsOverThoughSomeImagesCannotBeRead() throws Exception {
    Path images = tree(12, 8);
    Pictures.write(images.resolve("cat/zz.JPEG"), new byte[] {1, 2, 3});
    PreparationProgress progress = new PreparationProgress(spark);

    PreparationJob.prepare(
        spark, preparation(images, 4, 3, 2), output().toString(), () -> {}, unused -> {}, progress);

    assertThat(progress.text()).isEqualTo("20 of 20 images written");
    assertThat(progress.fraction()).isEqualTo(1, Offset.offset(1e-9));
  }

  @Test
  void theNumberOfPartitionsDoesNotShow() throws Exception {
    Path images = tree(12, 8);

    Dataset one = prepare(images, preparation(images, 4, 3, 1));
    List<String> rows = texts();
    Dataset five = prepare(images, preparation(images, 4, 3, 5));

    assertThat(texts()).isEqualTo(rows);
    assertThat(five.id()).isEqualTo(one.id());
    assertThat(five.normalization()).usingRecursiveComparison().isEqualTo(one.normalization());
  }

  @Test
  void theIdFollowsTheContent() throws Exception {
    Path images = tree(12, 8);
    String before = prepare(images, preparation(images, 4, 3, 2)).id();

    Pictures.write(images.resolve("dog/003.png"), Pictures.file("png", 5, 6, 77));

    assertThat(prepare(images, preparation(images, 4, 3, 2)).id()).isNotEqualTo(before);
  }

  /**
   * Runs, and what they have scored, are tied to the id; it is from before forms could be chosen.
   */
  @Test
  void theIdOfFittedImagesStaysWhatItWas() throws Exception {
    Path images = tree(12, 8);

    assertThat(prepare(images, preparation(images, 4, 3, 2)).id()).isEqualTo("a5a3b59e8f88d3b9");
    Preparation smaller =
        new Preparation(new ImageFolders(images.toString()), 3, 3, 1, 4, 3, 11, 0.1, 2);
    assertThat(prepare(images, smaller).id()).isEqualTo("a4a78e623f207078");
  }

  @Test
  void meanAndDeviationAreThoseOfTheTrainingImages() throws Exception {
    Path images = tree(12, 8);

    Normalization actual = prepare(images, preparation(images, 4, 3, 2)).normalization();

    double[] values =
        rows().stream()
            .filter(row -> row.getAs("split").equals("train"))
            .flatMapToDouble(row -> green(row.getAs("image")))
            .toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertThat((double) actual.mean()[1]).isCloseTo(mean, offset());
    assertThat((double) actual.std()[1]).isCloseTo(Math.sqrt(variance), offset());
  }

  @Test
  void anUndecodableFileIsListedAndSkipped() throws Exception {
    Path images = tree(12, 8);
    Pictures.write(images.resolve("cat/zz.JPEG"), new byte[] {1, 2, 3});

    Dataset dataset = prepare(images, preparation(images, 4, 3, 2));

    assertThat(dataset.skipped()).isEqualTo(1);
    assertThat(rows()).hasSize(20);
    assertThat(Files.readString(output().resolve("unreadable.txt")))
        .isEqualTo("cat/zz.JPEG\tit is neither JPEG, PNG, BMP nor GIF\n");
  }

  @Test
  void moreHeldOutImagesThanThereAreAreAMistakeBeforeAnyIsRead() throws Exception {
    Path images = tree(5, 5);
    PreparationProgress progress = new PreparationProgress(spark);

    assertThatThrownBy(
            () ->
                PreparationJob.prepare(
                    spark,
                    preparation(images, 10, 1, 2),
                    output().toString(),
                    () -> {},
                    unused -> {},
                    progress))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("held-out is 10 but must be less");
    assertThat(progress.read().value()).isZero();
  }

  @Test
  void aPreparationThatAnotherProcessHasTakenOverReplacesAndDeletesNothing() throws Exception {
    Path images = tree(12, 8);
    String before = prepare(images, preparation(images, 4, 3, 2)).id();
    Path workshop = temporary.resolve(".out.preparing");
    Runnable takenOver = // while images are read
        () -> {
          if (Files.exists(workshop)) {
            throw new BadInput("process 1 has taken it over");
          }
        };

    assertThatThrownBy(
            () ->
                PreparationJob.prepare(
                    spark,
                    preparation(images, 2, 1, 2),
                    output().toString(),
                    takenOver,
                    unused -> {},
                    new PreparationProgress(spark)))
        .isInstanceOf(BadInput.class)
        .hasMessage("process 1 has taken it over");

    assertThat(Dataset.open(spark, output().toString()).id()).isEqualTo(before);
    assertThat(workshop).exists(); // the other's, by now
  }

  @Test
  void tooManyUndecodableFilesAreAMistakeAndNoDatasetIsWritten() throws Exception {
    Path images = tree(5, 5);
    Pictures.write(images.resolve("cat/000.png"), new byte[0]);
    Pictures.write(images.resolve("dog/001.png"), new byte[0]);

    assertThatThrownBy(() -> prepare(images, preparation(images, 1, 1, 2)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("2 of 10 images cannot be decoded (20.00%)")
        .hasMessageContaining("at most 10.00%")
        .hasMessageContaining("cat/000.png: the file is empty; dog/001.png");
    assertThat(output()).doesNotExist();
  }

  @Test
  void whenMoreMayBeUndecodableNothingIsReadAgain() throws Exception {
    Path images = tree(5, 5);
    Pictures.write(images.resolve("cat/000.png"), new byte[0]);
    Preparation strict =
        new Preparation(new ImageFolders(images.toString()), 5, 6, 3, 1, 1, 11, 0, 2);
    assertThatThrownBy(() -> prepare(images, strict)).isInstanceOf(BadInput.class);
    PreparationProgress progress = new PreparationProgress(spark);

    PreparationJob.prepare(
        spark, preparation(images, 1, 1, 2), output().toString(), () -> {}, unused -> {}, progress);

    assertThat(progress.kept().value()).isEqualTo(10);
    assertThat(progress.read().value()).isZero();
    assertThat(temporary).isDirectoryNotContaining("glob:**/.out*");
  }

  @Test
  void whatAKilledRunLeftIsCleanedUp() throws Exception {
    Path images = tree(5, 5);
    Path left = temporary.resolve(".out.preparing/images.parquet/part-0.parquet");
    Pictures.write(left, new byte[] {1});
    Pictures.write(output().resolve("images.parquet/part-1.parquet"), new byte[] {1});
    assertThatThrownBy(() -> Dataset.open(spark, output().toString())).isInstanceOf(BadInput.class);

    prepare(images, preparation(images, 1, 1, 2));

    assertThat(rows()).hasSize(10);
    assertThat(left.getParent().getParent()).doesNotExist();
  }

  @Test
  void aFolderWithOtherFilesIsNotOverwritten() throws Exception {
    Path images = tree(5, 5);
    Pictures.write(output().resolve("thesis.tex"), new byte[] {1});

    assertThatThrownBy(() -> prepare(images, preparation(images, 1, 1, 2)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("holds thesis.tex");
    assertThat(output().resolve("thesis.tex")).exists();
  }

  @Test
  void absentAndEmptySourcesAreMistakes() throws Exception {
    Path empty = Files.createDirectories(temporary.resolve("empty/class"));
    Files.writeString(empty.resolve("notes.txt"), "no image");
    Path absent = temporary.resolve("absent");

    assertThatThrownBy(() -> prepare(absent, preparation(absent, 1, 1, 1)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("absent does not exist");
    assertThatThrownBy(() -> prepare(empty.getParent(), preparation(empty.getParent(), 1, 1, 1)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("has no images");
  }

  @Test
  void whatIsNotUsedIsTold() throws Exception {
    Path images = tree(5, 5);
    for (String file : List.of("cat/1.webp", "dog/2.WEBP", "dog/n.txt", "top.jpg", "bird/n.txt")) {
      Pictures.write(images.resolve(file), new byte[] {1});
    }

    prepare(images, preparation(images, 1, 1, 2));

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .contains(".webp files: 2 (cat/1.webp, dog/2.WEBP)")
        .contains(".txt files: 2 (bird/n.txt, dog/n.txt)")
        .contains("images in no class folder: 1 (top.jpg)")
        .contains("class folders without images: 1 (bird)");
  }

  @Test
  void oneClassIsAMistake() throws Exception {
    Path images = temporary.resolve("images");
    Pictures.tree(images, "cat", 5);
    Pictures.write(images.resolve("dog/1.webp"), new byte[] {1});

    assertThatThrownBy(() -> prepare(images, preparation(images, 1, 1, 2)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("images have only one class (cat) but must have at least two");
    assertThat(warnings.get(0)).contains(".webp files: 1 (dog/1.webp)");
    assertThat(output()).doesNotExist();
  }

  private Path output() {
    return temporary.resolve("out");
  }

  private Path tree(int cats, int dogs) throws Exception {
    Path folder = temporary.resolve("images");
    Pictures.tree(folder, "cat", cats);
    Pictures.tree(folder, "dog", dogs);
    return folder;
  }

  private static Preparation preparation(Path images, int heldOut, int test, int partitions) {
    return new Preparation(
        new ImageFolders(images.toString()), 5, 6, 3, heldOut, test, 11, 0.1, partitions);
  }

  private Dataset prepare(Path images, Preparation preparation) {
    assertThat(preparation.source()).isEqualTo(new ImageFolders(images.toString()));
    return PreparationJob.prepare(
        spark,
        preparation,
        output().toString(),
        () -> {},
        warnings::add,
        new PreparationProgress(spark));
  }

  private List<Row> rows() {
    return images(output()).orderBy("index").collectAsList();
  }

  private List<String> texts() {
    return rows().stream()
        .map(row -> row + Arrays.toString(row.<byte[]>getAs("image")))
        .map(text -> text.replaceAll("\\[B@\\w+", ""))
        .toList();
  }

  private static DoubleStream green(byte[] pixels) {
    return IntStream.range(0, pixels.length / 3)
        .mapToDouble(i -> (pixels[3 * i + 1] & 0xff) / 255.0);
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-6);
  }
}
