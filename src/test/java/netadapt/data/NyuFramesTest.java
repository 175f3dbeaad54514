package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NyuFramesTest extends LocalSpark {
  private static final Configuration HADOOP = new Configuration(false);

  @TempDir Path temporary;

  @Test
  void framesAreThoseThatAnotherLibraryHasWrittenHoweverTheyAreStored() throws Exception {
    NyuFrames source = frames();
    List<SourceItem> items = source.list(HADOOP).items();

    assertThat(items)
        .extracting(SourceItem::test)
        .containsExactly(false, false, false, false, true);
    assertThat(items.get(2).name()).isEqualTo("train/study_0004/00001.h5");
    try (ImageReader reader = source.reader(HADOOP)) {
      for (int image = 0; image < items.size(); image++) {
        assertThat(reader.read(items.get(image)).pixels()).isEqualTo(NyuFiles.pixels(image));
        assertThat(reader.target(items.get(image)).values()).isEqualTo(NyuFiles.depths(image));
      }
    }
  }

  /** The part is cut out of the frame before that is scaled down. */
  @Test
  void nothingIsEnlargedOfWhichOnlyAPartIsSeen() throws Exception {
    ImageForm form = new ImageForm(2, 4, 3, Stored.FITTED, 256, 0.5);
    NyuFrames source = frames();
    SourceItem item = source.list(HADOOP).items().get(0);
    TargetMap depths = new TargetMap(6, 8, NyuFiles.depths(0));
    DepthFrame seen =
        new DepthFrame(new DecodedImage(6, 8, 3, NyuFiles.pixels(0)), depths).seen(4, 8);

    try (ImageReader reader = source.reader(HADOOP, form)) {
      byte[] pixels = form.kept(reader.read(item)).pixels();
      float[] target = form.fitted(reader.target(item)).values();
      for (int i = 0; i < target.length; i++) {
        int middle = (1 + i / 4) * 8 + 2 + i % 4;
        assertThat(target[i]).isEqualTo(seen.depth().values()[middle]);
        assertThat(pixels[3 * i + 1]).isEqualTo(seen.image().pixels()[3 * middle + 1]);
      }
    }
  }

  /** Of a slope, each pixel says from where it is: 91.2% of each side, whatever is wanted. */
  @Test
  void aNetworkSeesTheMiddleSqueezedToItsSize() throws Exception {
    byte[] pixels = new byte[3 * 100 * 120];
    float[] depths = new float[100 * 120];
    for (int i = 0; i < depths.length; i++) {
      depths[i] = 1 + i / 120 + 1000f * (i % 120);
      pixels[3 * i] = (byte) (i % 120);
      pixels[3 * i + 1] = (byte) (i / 120);
    }
    DepthFrame frame =
        new DepthFrame(new DecodedImage(100, 120, 3, pixels), new TargetMap(100, 120, depths));

    DepthFrame seen = frame.seen(20, 20);

    for (int i = 0; i < 400; i++) {
      int row = i / 20;
      double x = 5 + (i % 20 + 0.5) * 0.912 * 120 / 20 - 0.5;
      double y = 4 + (row + 0.5) * 0.912 * 100 / 20 - 0.5;
      assertThat((double) seen.image().pixels()[3 * i]).isCloseTo(x, within(1.0));
      assertThat((double) seen.image().pixels()[3 * i + 1]).isCloseTo(y, within(1.0));
      float depth = seen.depth().values()[i];
      assertThat(Math.floor(depth / 1000)).isCloseTo(x, within(0.51));
      assertThat(depth % 1000 - 1.0).isCloseTo(y, within(0.51));
    }
  }

  @Test
  void framesThatCannotBeUsedAreListedWithTheirReason() throws Exception {
    NyuFrames source = frames();
    for (String name : List.of("millimetres", "invalid", "small", "without")) {
      NyuFiles.copy(
          "bad/" + name + ".h5", temporary.resolve("nyu/train/study_0004/%s.h5".formatted(name)));
    }
    Files.write(temporary.resolve("nyu/train/study_0004/none.h5"), new byte[100]);

    Dataset dataset = prepare(source, 0.6, 2);

    assertThat(dataset.skipped()).isEqualTo(5);
    assertThat(dataset.hasTargets()).isTrue();
    assertThat(Files.readAllLines(temporary.resolve("out/unreadable.txt")))
        .containsExactly(
            "train/study_0004/invalid.h5\tits depth has no valid pixel: one above 0",
            "train/study_0004/millimetres.h5\tits depths have a median of 1,000 but must be metres:"
                + " divide millimetres by 1,000",
            "train/study_0004/none.h5\tit is no HDF5 file: No valid HDF5 signature found",
            "train/study_0004/small.h5\tits depth has 3×4 pixels but must have the image's 6×8",
            "train/study_0004/without.h5\tits dataset depth cannot be read: there are rgb");
    for (Row row : images(temporary.resolve("out")).collectAsList()) {
      assertThat(row.<byte[]>getAs("target")).hasSize(4 * 3 * 4);
    }
  }

  @Test
  void theLabelledImagesAreTheSameDatasetByAnyNumberOfTasks() throws Exception {
    NyuFiles.copy(NyuMat.FILE, temporary.resolve("nyu").resolve(NyuMat.FILE));
    Files.write(
        temporary.resolve("nyu").resolve(NyuMat.SPLITS),
        NyuMatTest.splits(new int[] {1, 2, 4, 5, 7}, new int[] {3, 6}));
    NyuMat source = new NyuMat(temporary.resolve("nyu").toString());

    String id = prepare(source, 0, 1).id();
    Dataset dataset = prepare(source, 0, 5);

    assertThat(dataset.id()).isEqualTo(id);
    assertThat(dataset.count(Split.TRAIN)).isEqualTo(4);
    assertThat(images(temporary.resolve("out")).where("split = 'test'").collectAsList())
        .extracting(row -> row.<String>getAs("source"))
        .containsExactlyInAnyOrder(NyuMat.FILE + "#2", NyuMat.FILE + "#5");
    for (Row row : images(temporary.resolve("out")).collectAsList()) {
      int image = Integer.parseInt(row.<String>getAs("source").replaceAll(".*#", ""));
      TargetMap whole = new TargetMap(6, 8, NyuFiles.depths(image));
      DepthFrame seen =
          new DepthFrame(new DecodedImage(6, 8, 3, NyuFiles.pixels(image)), whole).seen(3, 4);
      assertThat(row.<byte[]>getAs("image")).isEqualTo(seen.image().pixels());
      assertThat(row.<byte[]>getAs("target")).isEqualTo(seen.depth().bytes());
    }
  }

  @Test
  void framesOfWhichNoneCanBeUsedAreAMistake() throws Exception {
    NyuFiles.copy("bad/invalid.h5", temporary.resolve("nyu/train/study_0004/1.h5"));
    NyuFiles.copy("bad/invalid.h5", temporary.resolve("nyu/train/study_0004/2.h5"));
    NyuFrames source = new NyuFrames(temporary.resolve("nyu").toString());

    assertThatThrownBy(() -> prepare(source, 0.5, 2))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("2 of 2 images cannot be decoded (100.00%)")
        .hasMessageContaining("train/study_0004/1.h5: its depth has no valid pixel");
    assertThat(temporary.resolve("out")).doesNotExist();
  }

  @Test
  void aFolderWithoutFramesIsAMistakeThatSaysHowTheyMustLie() throws Exception {
    NyuFiles.copy("bad/invalid.h5", temporary.resolve("nyu/00001.h5"));

    assertThatThrownBy(() -> new NyuFrames(temporary.resolve("nyu").toString()).list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("has no frames: it must hold train/SCENE/*.h5");
  }

  private NyuFrames frames() throws Exception {
    NyuFiles.copyFrames(temporary.resolve("nyu"));
    return new NyuFrames(temporary.resolve("nyu").toString());
  }

  private Dataset prepare(ImageSource source, double maxBadShare, int partitions) {
    return PreparationJob.prepare(
        spark,
        new Preparation(source, 3, 4, 3, 1, 0, 1, maxBadShare, partitions),
        temporary.resolve("out").toString());
  }
}
