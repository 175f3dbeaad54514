package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import netadapt.BadInput;
import netadapt.BrokenRule;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The forms in which a dataset keeps images, of files as odd as ImageNet's. */
class StoredTest extends LocalSpark {
  private static final int SIDE = 16;
  private static final int NETWORK = 14;
  private static final double SHARE = 0.875;

  @TempDir Path temporary;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  @BeforeEach
  void images() throws Exception {
    byte[] photograph = JpegFile.encode(smooth(40, 60, 3));
    files.put("a/colour.JPEG", photograph);
    files.put("a/grey.JPEG", JpegFile.encode(smooth(50, 32, 1)));
    files.put("a/turned.JPEG", ExifOrientationTest.jpeg(photograph, 6, ByteOrder.BIG_ENDIAN));
    files.put("b/cmyk.JPEG", ImageFileTest.cmyk(0, 200, 100, 0));
    files.put("b/a-png.JPEG", Pngs.plain(30, 20, 2, 8, 10, 20, 30));
    files.put("b/small.JPEG", JpegFile.encode(smooth(12, 15, 3)));
    files.put("b/cut.JPEG", Arrays.copyOf(photograph, photograph.length / 2));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Pictures.write(temporary.resolve("images/" + file.getKey()), file.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shardsHaveWhatTheNetworkSeesWhateverIsStored(Stored stored) throws Exception {
    Dataset dataset = prepare(form(stored));

    ImageShard shard = dataset.collect(Split.TRAIN);

    assertThat(dataset.stored()).isEqualTo(stored);
    assertThat(dataset.cropShare()).isEqualTo(SHARE);
    assertThat(List.of(shard.height(), shard.width(), shard.channels()))
        .isEqualTo(List.of(NETWORK, NETWORK, 3));
    List<Row> rows = rows("train");
    assertThat(rows).hasSize(shard.size());
    for (int i = 0; i < shard.size(); i++) {
      DecodedImage original = ImageFile.decode(files.get(rows.get(i).<String>getAs("source")));
      byte[] expected = CentreFit.fit(original.withChannels(3), NETWORK, NETWORK, SHARE).pixels();
      assertThat(distance(shard.image(i).pixels(), expected))
          .as(rows.get(i).<String>getAs("source"))
          .isLessThanOrEqualTo(tolerance(stored));
    }
  }

  /**
   * Mean difference of bytes: fitted at once or later is the same, scaled twice or lossy is not.
   */
  private static double tolerance(Stored stored) {
    return switch (stored) {
      case FITTED, ORIGINAL -> 0;
      case PIXELS -> 2;
      case JPEG -> 4;
    };
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCutOffIsListedInEveryForm(Stored stored) throws Exception {
    Dataset dataset = prepare(form(stored));

    assertThat(dataset.skipped()).isEqualTo(1);
    assertThat(Files.readString(temporary.resolve("out/unreadable.txt")))
        .startsWith("b/cut.JPEG\t");
  }

  @ParameterizedTest
  @EnumSource
  void meanAndDeviationAreOfWhatTheNetworkSees(Stored stored) throws Exception {
    Dataset dataset = prepare(form(stored));

    ImageShard shard = dataset.collect(Split.TRAIN);
    double mean =
        IntStream.range(0, shard.size() * NETWORK * NETWORK)
            .mapToDouble(i -> (shard.pixels()[3 * i] & 0xff) / 255.0)
            .average()
            .orElseThrow();
    // That JPEG loses a little more is not worth decoding everything twice.
    double tolerance = stored == Stored.JPEG ? 0.01 : 1e-6;
    assertThat((double) dataset.normalization().mean()[0])
        .isCloseTo(mean, Offset.offset(tolerance));
  }

  @Test
  void originalBytesAreTheFiles() throws Exception {
    prepare(form(Stored.ORIGINAL));

    for (Row row : rows("train")) {
      assertThat(row.<byte[]>getAs("image")).isEqualTo(files.get(row.<String>getAs("source")));
    }
    Row turned = row("a/turned.JPEG");
    assertThat(List.of(turned.getAs("height"), turned.getAs("width"), turned.getAs("channels")))
        .isEqualTo(List.of(60, 40, 3)); // upright
  }

  @Test
  void pixelsAreOfTheWholeImageScaledDownIfItIsLarger() throws Exception {
    prepare(form(Stored.PIXELS));

    assertShape("a/colour.JPEG", 16, 24, 3);
    assertShape("a/turned.JPEG", 24, 16, 3);
    assertShape("a/grey.JPEG", 25, 16, 1);
    assertShape("b/small.JPEG", 12, 15, 3);
    assertThat(row("a/colour.JPEG").<byte[]>getAs("image"))
        .isEqualTo(
            CentreFit.shorterSide(ImageFile.decode(files.get("a/colour.JPEG")), SIDE).pixels());
  }

  @Test
  void jpegIsOfTheSameSizeAndCloseToIt() throws Exception {
    prepare(form(Stored.JPEG));

    assertShape("a/colour.JPEG", 16, 24, 3);
    DecodedImage read = ImageFile.decode(row("a/colour.JPEG").getAs("image"));
    DecodedImage scaled = CentreFit.shorterSide(ImageFile.decode(files.get("a/colour.JPEG")), SIDE);
    assertThat(List.of(read.height(), read.width())).isEqualTo(List.of(16, 24));
    assertThat(distance(read.pixels(), scaled.pixels())).isLessThan(4);
    assertThat(ImageFile.decode(row("a/grey.JPEG").getAs("image")).channels()).isEqualTo(1);
  }

  @Test
  void theIdFollowsTheForm() throws Exception {
    Set<String> ids = new HashSet<>();
    for (Stored stored : Stored.values()) {
      ids.add(prepare(form(stored)).id());
    }
    ids.add(prepare(new ImageForm(NETWORK, NETWORK, 3, Stored.FITTED, SIDE, 1)).id());
    ids.add(prepare(new ImageForm(NETWORK, NETWORK, 3, Stored.ORIGINAL, SIDE, 1)).id());
    ids.add(prepare(new ImageForm(NETWORK, NETWORK, 3, Stored.PIXELS, SIDE + 1, SHARE)).id());

    assertThat(ids).hasSize(7);
  }

  @Test
  void aDatasetOfAnOlderVersionIsFitted() throws Exception {
    prepare(ImageForm.fitted(NETWORK, NETWORK, 3));
    Path facts = temporary.resolve("out/dataset.json");
    String older =
        Files.readString(facts).replaceAll("(?m)^ *\"(stored|storedSide|cropShare)\".*\\n", "");
    assertThat(older).doesNotContain("stored").doesNotContain("crop");
    Files.writeString(facts, older);

    Dataset dataset = Dataset.open(spark, temporary.resolve("out").toString());

    assertThat(dataset.stored()).isEqualTo(Stored.FITTED);
    assertThat(dataset.cropShare()).isEqualTo(1);
    assertThat(dataset.collect(Split.TRAIN).size()).isEqualTo(4);
  }

  @Test
  void datasetJsonSaysTheForm() throws Exception {
    prepare(form(Stored.JPEG));

    assertThat(Files.readString(temporary.resolve("out/dataset.json")))
        .contains("\"stored\" : \"jpeg\"", "\"storedSide\" : 16", "\"cropShare\" : 0.875");
  }

  @Test
  void filesAreNotLargerThanWantedWhateverTheirNumber() throws Exception {
    ImageForm form = form(Stored.PIXELS);
    ImageSource source = new ImageFolders(temporary.resolve("images").toString());
    long most = 16 * 24 * 3;

    Dataset dataset = prepare(new Preparation(source, form, 1, 1, 1, 0.5, 1, most));

    long bytes = rows("train").stream().mapToLong(row -> row.<byte[]>getAs("image").length).sum();
    try (Stream<Path> written = Files.list(temporary.resolve("out/images.parquet"))) {
      assertThat(written.count()).isGreaterThanOrEqualTo(bytes / most).isGreaterThan(2);
    }
    assertThat(dataset.count(Split.TRAIN)).isEqualTo(4);
  }

  @Test
  void theNumberOfFilesFollowsFromTheBytes() {
    ImageSource source = new EmbeddedDigits();
    ImageForm form = ImageForm.fitted(28, 28, 1);
    Preparation preparation = new Preparation(source, form, 1, 1, 1, 0, 4, 100);

    assertThat(preparation.files(0)).isEqualTo(4);
    assertThat(preparation.files(400)).isEqualTo(4);
    assertThat(preparation.files(401)).isEqualTo(5);
    assertThat(new Preparation(source, 28, 28, 1, 1, 1, 1, 0, 4).files(1L << 40)).isEqualTo(4);
  }

  @Test
  void imagesWithoutFilesHaveNoOriginalBytes() {
    ImageForm form = new ImageForm(28, 28, 1, Stored.ORIGINAL, 28, 1);

    assertThatThrownBy(
            () -> prepare(new Preparation(new EmbeddedDigits(), form, 1, 1, 1, 0, 2, 1000)))
        .isInstanceOf(BrokenRule.class)
        .hasMessageContaining("stored is original but must be fitted, pixels or jpeg");
  }

  @Test
  void sharesOutOfRangeAreRefused() {
    for (double share : new double[] {0, -1, 1.01}) {
      assertThatThrownBy(() -> new ImageForm(28, 28, 1, Stored.FITTED, 28, share))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("crop-share is " + share);
    }
  }

  private static ImageForm form(Stored stored) {
    return new ImageForm(NETWORK, NETWORK, 3, stored, SIDE, SHARE);
  }

  private Dataset prepare(ImageForm form) {
    ImageSource source = new ImageFolders(temporary.resolve("images").toString());
    return prepare(new Preparation(source, form, 1, 1, 1, 0.5, 2, Long.MAX_VALUE));
  }

  private Dataset prepare(Preparation preparation) {
    return PreparationJob.prepare(spark, preparation, temporary.resolve("out").toString());
  }

  private List<Row> rows(String split) {
    return images(temporary.resolve("out"))
        .where("split = '" + split + "'")
        .orderBy("index")
        .collectAsList();
  }

  private Row row(String source) {
    return images(temporary.resolve("out")).where("source = '" + source + "'").first();
  }

  private void assertShape(String source, int height, int width, int channels) {
    Row row = row(source);
    assertThat(List.of(row.getAs("height"), row.getAs("width"), row.getAs("channels")))
        .isEqualTo(List.of(height, width, channels));
  }

  /** Colours that change slowly, as JPEG keeps them well. */
  private static DecodedImage smooth(int height, int width, int channels) {
    byte[] pixels = new byte[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / channels;
      int c = i % channels;
      pixels[i] = (byte) (40 + 2 * (pixel % width) + (2 - c) * (pixel / width));
    }
    return new DecodedImage(height, width, channels, pixels);
  }

  private static double distance(byte[] a, byte[] b) {
    return IntStream.range(0, a.length)
        .map(i -> Math.abs((a[i] & 0xff) - (b[i] & 0xff)))
        .average()
        .orElseThrow();
  }
}
