package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import netadapt.BadInput;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNetFilesTest extends LocalSpark {
  private static final String TRAIN = "ILSVRC2012_img_train.tar";
  private static final String VAL = "ILSVRC2012_img_val.tar";
  private static final String KIT = "ILSVRC2012_devkit_t12";

  /** In the order of the classes' numbers in {@code meta.mat}. */
  private static final List<String> BY_NUMBER =
      List.of("n02119789", "n02100735", "n01440764", "n03100240");

  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  @Test
  void aTarOfTarsGivesEveryImageInItsPlace() throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_GNU));

    Listing listing = source().list(hadoop);

    assertThat(listing.classes()).containsExactly("n01440764", "n02100735", "n02119789");
    assertThat(listing.items())
        .extracting(SourceItem::name)
        .startsWith(TRAIN + "#n01440764_0.JPEG", TRAIN + "#n01440764_1.JPEG")
        .hasSize(9);
    assertThat(listing.items())
        .extracting(SourceItem::label)
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2);
    assertThat(listing.unused().isEmpty()).isTrue();
    assertPixels(listing);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1); // nothing is unpacked
    }
  }

  @Test
  void headersAreReadByTasksToo() throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_GNU));

    Listing listing = source().list(spark);

    assertThat(listing.items()).isEqualTo(source().list(hadoop).items());
    assertThat(listing.fingerprint()).isEqualTo(source().list(hadoop).fingerprint());
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void longNamesAndFurtherHeadersArePassed(int longNames) throws Exception {
    Map<String, byte[]> outer = new LinkedHashMap<>();
    for (String id : List.of("n02119789", "n01440764")) {
      Map<String, byte[]> images = new LinkedHashMap<>();
      String path = "a".repeat(90) + "/" + "b".repeat(90) + "/";
      Tars.images(id, 2).forEach((name, bytes) -> images.put(path + name, bytes));
      outer.put(path + id + ".tar", Tars.of(images, longNames));
    }
    write(TRAIN, Tars.of(outer, longNames));

    Listing listing = source().list(hadoop);

    assertThat(listing.items())
        .extracting(item -> item.member().name())
        .containsExactly(
            "n01440764_0.JPEG", "n01440764_1.JPEG", "n02119789_0.JPEG", "n02119789_1.JPEG");
    assertPixels(listing);
  }

  @Test
  void aTarFileThatIsCutOffIsToBeFetchedAgain() throws Exception {
    byte[] whole = trainTar(TarArchiveOutputStream.LONGFILE_GNU);
    for (int length : new int[] {whole.length / 2, whole.length / 3, 700}) {
      write(TRAIN, Tars.cut(whole, length));

      assertThatThrownBy(() -> source().list(hadoop))
          .as("%d bytes", length)
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith(TRAIN + " in ")
          .hasMessageContaining("cannot be used")
          .hasMessageEndingWith("fetch it again");
    }
  }

  @Test
  void aClassThatIsNoWholeTarFileIsNamed() throws Exception {
    byte[] whole = Tars.of(Tars.images("n01440764", 3));
    List<byte[]> odd =
        List.of(
            Tars.cut(whole, whole.length / 4), // between two images
            Tars.cut(whole, 1500), // within a header
            Tars.cut(whole, 2600), // within an image
            "<html>not found</html>".repeat(99).getBytes(StandardCharsets.UTF_8),
            Pictures.file("jpg", 64, 64, 1),
            new byte[2048],
            new byte[0]);
    for (byte[] bytes : odd) {
      write(TRAIN, Tars.of(Map.of("n01440764.tar", bytes)));

      assertThatThrownBy(() -> source().list(spark))
          .as("%d bytes", bytes.length)
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith("n01440764.tar of " + TRAIN + " in ")
          .hasMessageContaining("cannot be used")
          .hasMessageEndingWith("fetch it again");
    }
  }

  @Test
  void sparseFilesInTarFilesAreToldOf() throws Exception {
    Map<String, byte[]> images = Tars.images("n01440764", 2);
    byte[] tar = Tars.of(images);
    tar[156] = 'S'; // kind of the first image: sparse, as GNU tar writes it
    write(TRAIN, Tars.of(Map.of("n01440764.tar", Tars.withCheckSum(tar))));

    Listing listing = source().list(hadoop);

    assertThat(listing.items()).hasSize(1);
    assertThat(listing.unused().toString())
        .isEqualTo(
            "sparse files, and files of 2 GB or more, in tar files: 1"
                + " (n01440764.tar of ILSVRC2012_img_train.tar#n01440764_0.JPEG)");
  }

  /** As when a tar file of images is packed into one of a class. */
  @Test
  void filesOfTwoGigabytesInTarFilesAreLeftOut() throws Exception {
    TarArchiveEntry entry = new TarArchiveEntry("n01440764.tar");
    entry.setSize(3L << 30);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    write(TRAIN, header); // what follows is never read
    hadoop.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    FaultyFileSystem.reset(FaultyFileSystem.NONE);

    TarHeaders headers =
        TarHeaders.read(new SourceFolder(hadoop, "faulty://" + folder), TRAIN, 0, 4L << 30);

    assertThat(headers.members()).isEmpty();
    assertThat(headers.leftOut()).containsExactly("n01440764.tar");
  }

  @Test
  void tarFilesOfAllClassesAreCountedWithoutOpeningThem() throws Exception {
    Map<String, byte[]> tars = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      tars.put("n%08d.tar".formatted(i), new byte[] {1, 2, 3}); // no tar files
    }
    byte[] train = Tars.of(tars);
    write(TRAIN, train);

    assertThat(source().isThere(hadoop)).isTrue();
    assertThat(source().count(hadoop, 10_000, 20_000))
        .isEqualTo(new SplitCounts(1_251_167, 10_000, 20_000, 1000));
    write(VAL, Tars.of(validation()));
    assertThatThrownBy(() -> source().count(hadoop, 10_000, 0))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("it is not known what the images of ILSVRC2012_img_val.tar in ");
    writeTruth("list");
    assertThat(source().count(hadoop, 10_000, 20_000))
        .isEqualTo(new SplitCounts(1_271_167, 10_000, 50_000, 1000));
    write(VAL, new byte[2000]);
    assertThatThrownBy(() -> source().count(hadoop, 10_000, 0))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("ILSVRC2012_img_val.tar in ");
    Files.delete(folder.resolve(VAL));
    Files.delete(folder.resolve(TRAIN));
    for (Map.Entry<String, byte[]> tar : tars.entrySet()) {
      write("train/" + tar.getKey(), tar.getValue());
    }
    assertThat(source().count(hadoop, 10_000, 0))
        .isEqualTo(new SplitCounts(1_271_167, 10_000, 0, 1000));
  }

  @Test
  void fewerClassesAreCountedByTheirImages() throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_GNU));
    write("val/n02100735/ILSVRC2012_val_00000003.JPEG", Pictures.file("png", 5, 6, 1));

    assertThat(source().count(hadoop, 2, 0)).isEqualTo(new SplitCounts(7, 2, 1, 3));
  }

  @Test
  void otherFilesInTarFilesAreToldOf() throws Exception {
    Map<String, byte[]> images = Tars.images("n01440764", 2);
    images.put("notes.txt", new byte[] {1});
    write(TRAIN, Tars.of(Map.of("n01440764.tar", Tars.of(images), "README", new byte[] {1})));

    assertThat(source().list(hadoop).unused().toString())
        .contains("files in ILSVRC2012_img_train.tar that are no class's: 1 (README)")
        .contains(
            ".txt files in tar files: 1 (n01440764.tar of ILSVRC2012_img_train.tar#notes.txt)");
  }

  @Test
  void foldersAndTarFilesOfClassesMayLieSideBySide() throws Exception {
    for (Map.Entry<String, byte[]> image : Tars.images("n02119789", 2).entrySet()) {
      write("train/n02119789/" + image.getKey(), image.getValue());
    }
    write("train/n01440764.tar", Tars.of(Tars.images("n01440764", 2)));
    write("train/n02119789.tar", Tars.of(Tars.images("n02119789", 2)));

    Listing listing = source().list(hadoop);

    assertThat(listing.items())
        .extracting(SourceItem::name)
        .containsExactly(
            "train/n01440764.tar#n01440764_0.JPEG",
            "train/n01440764.tar#n01440764_1.JPEG",
            "train/n02119789/n02119789_0.JPEG",
            "train/n02119789/n02119789_1.JPEG");
    assertPixels(listing);
    assertThat(listing.unused().toString()).contains("beside folders of the same class: 1");
  }

  // Where the classes of the validation images are.
  @ParameterizedTest
  @ValueSource(strings = {"packed kit", "kit", "Kaggle's list", "list"})
  void validationImagesAreOfTheClassesThatTheGroundTruthSays(String truth) throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_GNU));
    write(VAL, Tars.of(validation()));
    writeTruth(truth);

    Listing listing = source().list(hadoop);

    List<SourceItem> test = listing.items().stream().filter(SourceItem::test).toList();
    assertThat(test)
        .extracting(item -> item.member().name() + " " + listing.classes().get(item.label()))
        .containsExactlyInAnyOrder(
            "ILSVRC2012_val_00000001.JPEG n01440764",
            "ILSVRC2012_val_00000002.JPEG n02119789",
            "ILSVRC2012_val_00000003.JPEG n02100735");
    assertThat(listing.unused().toString())
        .isEqualTo("validation images of classes not trained: 1 (ILSVRC2012_val_00000004)");
  }

  @Test
  void validationImagesMayBeFiles() throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_GNU));
    for (Map.Entry<String, byte[]> image : validation().entrySet()) {
      write("val/" + image.getKey(), image.getValue());
    }
    writeTruth("list");

    Listing listing = source().list(hadoop);

    assertThat(listing.ownTest()).isTrue();
    assertThat(listing.items())
        .extracting(SourceItem::name)
        .contains("val/ILSVRC2012_val_00000003.JPEG");
  }

  @Test
  void validationImagesInFoldersOfClassesNeedNoGroundTruth() throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_GNU));
    write("val/n02100735/ILSVRC2012_val_00000003.JPEG", Pictures.file("png", 5, 6, 1));

    List<SourceItem> items = source().list(hadoop).items();

    assertThat(items.get(9).name()).isEqualTo("val/n02100735/ILSVRC2012_val_00000003.JPEG");
    assertThat(items.get(9).label()).isEqualTo(1);
    assertThat(items.get(9).test()).isTrue();
  }

  @Test
  void withoutGroundTruthTheMessageSaysWhatToPutThere() throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_GNU));
    write(VAL, Tars.of(validation()));

    assertThatThrownBy(() -> source().list(hadoop))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "it is not known what the images of ILSVRC2012_img_val.tar in file:%s show: put there"
                    .formatted(folder)
                + " ILSVRC2012_devkit_t12.tar.gz of image-net.org, LOC_val_solution.csv of Kaggle,"
                + " or val.txt with lines like \"ILSVRC2012_val_00000001.JPEG n01751748\"");
  }

  @Test
  void damagedGroundTruthIsNamed() throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_GNU));
    write(VAL, Tars.of(validation()));

    write("val.txt", "ILSVRC2012_val_00000001.JPEG n01440764\nILSVRC2012_val_00000002 65\n");
    assertMistake("line 2 of val.txt in", "is \"ILSVRC2012_val_00000002 65\" but must be like");
    write("val.txt", "ILSVRC2012_val_00000001.JPEG n01440764\n");
    assertMistake("ILSVRC2012_val_00000002 of " + VAL, "val.txt does not name it");
    Files.delete(folder.resolve("val.txt"));

    write(KIT + ".tar.gz", new byte[] {1, 2, 3});
    assertMistake(KIT + ".tar.gz in", "fetch it again");
    write(KIT + "/data/ILSVRC2012_validation_ground_truth.txt", "3\n1\n77\n");
    write(KIT + "/data/meta.mat", meta());
    assertMistake("line 3 of data/ILSVRC2012_validation_ground_truth.txt", "is \"77\"");
    write(KIT + "/data/meta.mat", Tars.cut(meta(), 200));
    assertMistake("data/meta.mat of " + KIT, "fetch the kit again");
  }

  @Test
  void classesAreNumberedAsTheKitSays() throws Exception {
    try (InputStream file = ImageNetFilesTest.class.getResourceAsStream("meta.mat")) {
      Map<Integer, String> ids = Synsets.read(file, "meta.mat");

      assertThat(ids).hasSize(5).containsEntry(5, "n02083346"); // a group of classes
      for (int i = 0; i < BY_NUMBER.size(); i++) {
        assertThat(ids).containsEntry(i + 1, BY_NUMBER.get(i));
      }
    }
  }

  @Test
  void aFolderWithoutTrainingImagesIsAMistake() throws Exception {
    write(VAL, Tars.of(validation()));

    assertMistake("has no training images of ImageNet: it must hold ILSVRC2012_img_train.tar", "");
  }

  @Test
  void aDatasetOfTarFilesHasTheImagesThatFoldersHave() throws Exception {
    write(TRAIN, trainTar(TarArchiveOutputStream.LONGFILE_POSIX));
    Path folders = folder.resolve("folders");
    for (String id : List.of("n01440764", "n02100735", "n02119789")) {
      for (Map.Entry<String, byte[]> image : Tars.images(id, 3).entrySet()) {
        Pictures.write(folders.resolve(id).resolve(image.getKey()), image.getValue());
      }
    }

    Dataset tars = prepare(source());

    assertThat(tars.id()).isEqualTo(prepare(new ImageFolders(folders.toString())).id());
  }

  private Dataset prepare(ImageSource source) {
    return PreparationJob.prepare(
        spark, new Preparation(source, 5, 6, 3, 2, 1, 1, 0, 2), folder.resolve("out").toString());
  }

  private void assertMistake(String... parts) {
    assertThatThrownBy(() -> source().list(hadoop))
        .isInstanceOf(BadInput.class)
        .message()
        .contains(parts);
  }

  /** Those of {@link Tars#images}. */
  private void assertPixels(Listing listing) throws Exception {
    try (ImageReader reader = source().reader(hadoop)) {
      for (SourceItem item : listing.items()) {
        String[] name = item.name().replaceAll(".*[#/]|\\.JPEG", "").split("_", -1);
        long seed = Tars.seed(name[0], Integer.parseInt(name[1]));
        assertThat(reader.read(item).pixels()).isEqualTo(Pictures.random(5, 6, 3, seed).pixels());
      }
    }
  }

  private ImageNetFiles source() {
    return new ImageNetFiles(folder.toString());
  }

  static byte[] trainTar(int longNames) throws IOException {
    Map<String, byte[]> tars = new LinkedHashMap<>();
    for (String id : BY_NUMBER.subList(0, 3)) { // not sorted
      tars.put(id + ".tar", Tars.of(Tars.images(id, 3), longNames));
    }
    return Tars.of(tars, longNames);
  }

  /** Of the classes 3, 1, 2 and 4. */
  private static Map<String, byte[]> validation() {
    Map<String, byte[]> images = new LinkedHashMap<>();
    for (int i = 1; i <= 4; i++) {
      images.put("ILSVRC2012_val_%08d.JPEG".formatted(i), Pictures.file("png", 5, 6, i));
    }
    return images;
  }

  private void writeTruth(String kind) throws IOException {
    String numbers = "3\n1\n2\n4\n";
    switch (kind) {
      case "list" ->
          write(
              "val.txt",
              "ILSVRC2012_val_00000002.JPEG n02119789\nILSVRC2012_val_00000001.JPEG n01440764\n"
                  + "ILSVRC2012_val_00000003.JPEG n02100735\nILSVRC2012_val_00000004 n03100240\n");
      case "Kaggle's list" ->
          write(
              "LOC_val_solution.csv",
              "ImageId,PredictionString\nILSVRC2012_val_00000001,n01440764 85 1 499 272 \n"
                  + "ILSVRC2012_val_00000002,n02119789 131 0 499 254 \n"
                  + "ILSVRC2012_val_00000003,n02100735 1 2 3 4 n02100735 5 6 7 8 \n"
                  + "ILSVRC2012_val_00000004,n03100240 1 2 3 4 \n");
      case "kit" -> {
        write(KIT + "/data/ILSVRC2012_validation_ground_truth.txt", numbers);
        write(KIT + "/data/meta.mat", meta());
      }
      default -> {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(KIT + "/readme.txt", new byte[] {1});
        files.put(KIT + "/data/meta.mat", meta());
        files.put(
            KIT + "/data/ILSVRC2012_validation_ground_truth.txt",
            numbers.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(packed)) {
          output.write(Tars.of(files));
        }
        write(KIT + ".tar.gz", packed.toByteArray());
      }
    }
  }

  /** The kit's, of four classes and one group; written by SciPy 1.17. */
  static byte[] meta() throws IOException {
    try (InputStream file = ImageNetFilesTest.class.getResourceAsStream("meta.mat")) {
      return file.readAllBytes();
    }
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Pictures.write(folder.resolve(name), bytes);
  }
}
