package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import netadapt.BadInput;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;

class NyuMatTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final int IMAGES = 7;

  @TempDir Path folder;

  @Test
  void imagesAndDepthsAreThoseThatAnotherLibraryHasWritten() throws Exception {
    NyuMat source = labelled();
    List<SourceItem> items = source.list(HADOOP).items();

    assertThat(items).hasSize(IMAGES).noneMatch(SourceItem::test);
    try (ImageReader reader = source.reader(HADOOP)) {
      for (int image : new int[] {0, 1, 2, 3, 4, 5, 6, 2, 6, 0}) {
        DecodedImage read = reader.read(items.get(image));
        assertThat(List.of(read.height(), read.width(), read.channels())).containsExactly(6, 8, 3);
        assertThat(read.pixels()).isEqualTo(NyuFiles.pixels(image));
        assertThat(reader.target(items.get(image)).values()).isEqualTo(NyuFiles.depths(image));
      }
    }
  }

  @Test
  void itIsReadFromAnyFileSystem() throws Exception {
    labelled();
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    NyuMat source = new NyuMat("faulty://" + folder);
    FaultyFileSystem.reset(FaultyFileSystem.NONE);
    List<SourceItem> items = source.list(hadoop).items();

    try (ImageReader reader = source.reader(hadoop)) {
      assertThat(reader.read(items.get(4)).pixels()).isEqualTo(NyuFiles.pixels(4));
    }
    FaultyFileSystem.reset("labeled.mat");
    try (ImageReader reader = source.reader(hadoop)) {
      assertThatThrownBy(() -> reader.read(items.get(4)))
          .isInstanceOf(IOException.class) // and not an image that can be left out
          .hasMessage("this disk is gone");
    } finally {
      FaultyFileSystem.reset(FaultyFileSystem.NONE);
    }
  }

  /** Of the size that a Kinect gives: the file is not read as a whole, and parts come in pieces. */
  @Test
  void largeImagesAreReadWhole() throws Exception {
    int[][][][] images = new int[4][3][640][480];
    float[][][] depths = new float[4][640][480];
    for (int i = 0; i < 640 * 480; i++) { // column by column
      depths[3][i / 480][i % 480] = 1 + i / 65536f;
      for (int c = 0; c < 3; c++) {
        images[3][c][i / 480][i % 480] = (i / 7 + c) & 0xff;
      }
    }
    try (WritableHdfFile written = HdfFile.write(folder.resolve(NyuMat.FILE))) {
      written.putDataset(NyuMat.IMAGES, images);
      written.putDataset(NyuMat.DEPTHS, depths);
    }
    NyuMat source = new NyuMat(folder.toString());
    SourceItem item = source.list(HADOOP).items().get(3);

    try (ImageReader reader = source.reader(HADOOP)) {
      byte[] pixels = reader.read(item).pixels();
      float[] target = reader.target(item).values();
      for (int i = 0; i < target.length; i++) {
        int column = i % 640 * 480 + i / 640;
        assertThat(target[i]).isEqualTo(1 + column / 65536f);
        assertThat(pixels[3 * i + 2] & 0xff).isEqualTo((column / 7 + 2) & 0xff);
      }
    }
  }

  @Test
  void theOfficialSplitsSayWhichImagesAreForTesting() throws Exception {
    NyuMat source = labelled();
    writeSplits(new int[] {1, 3, 4, 7}, new int[] {2, 5, 6});

    Listing listing = source.list(HADOOP);

    assertThat(listing.ownTest()).isTrue();
    assertThat(listing.items().stream().filter(SourceItem::test).map(SourceItem::record))
        .containsExactly(1, 4, 5);
    writeSplits(new int[] {2, 3, 4, 7}, new int[] {1, 5, 6});
    assertThat(source.list(HADOOP).fingerprint()).isNotEqualTo(listing.fingerprint());
  }

  @Test
  void splitsOfOtherImagesAreAMistake() throws Exception {
    NyuMat source = labelled();

    writeSplits(new int[] {1, 3, 4}, new int[] {2, 5, 6});
    assertThatThrownBy(() -> source.list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("names 3 training and 3 test images but must name each of the 7");
    writeSplits(new int[] {1, 2, 3, 4}, new int[] {4, 5, 6, 7});
    assertThatThrownBy(() -> source.list(HADOOP)).isInstanceOf(BadInput.class);
    writeSplits(new int[] {1, 2, 3, 4}, new int[] {5, 6, 8});
    assertThatThrownBy(() -> source.list(HADOOP)).hasMessageContaining("there is no image 8 of 7");
    Files.write(folder.resolve("splits.mat"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> source.list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("splits.mat in")
        .hasMessageContaining("cannot be read (it is cut off): fetch it again, or remove it");
  }

  @Test
  void anotherFileInItsPlaceIsAMistakeBeforeAnyImageIsRead() throws Exception {
    NyuMat source = new NyuMat(folder.toString());
    Path file = folder.resolve(NyuMat.FILE);

    assertThatThrownBy(() -> source.list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("nyu_depth_v2_labeled.mat is not in ");
    Files.writeString(file, "<html>not found</html>");
    assertThatThrownBy(() -> source.list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("cannot be used, it is no HDF5 file");
    Files.delete(file);
    NyuFiles.copy("bad/without.h5", file);
    assertThatThrownBy(() -> source.list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("cannot be used, its dataset images cannot be read: there are rgb");
    Files.delete(file);
    NyuFiles.copy("bad/other-sizes.mat", file);
    assertThatThrownBy(() -> source.list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("has images of [2, 3, 8, 6] and depths of [2, 4, 3] but must have");
  }

  @Test
  void whatIsCutOffIsNoImage() throws Exception {
    NyuMat source = labelled();
    List<SourceItem> items = source.list(HADOOP).items();
    byte[] whole = Files.readAllBytes(folder.resolve(NyuMat.FILE));
    Files.write(folder.resolve(NyuMat.FILE), Arrays.copyOf(whole, whole.length * 2 / 3));

    try (ImageReader reader = source.reader(HADOOP)) {
      long unreadable =
          IntStream.range(0, IMAGES).filter(i -> !isRead(reader, items.get(i))).count();
      assertThat(unreadable).isPositive();
    }
  }

  private static boolean isRead(ImageReader reader, SourceItem item) {
    try {
      reader.read(item);
      return true;
    } catch (ImageReader.UnreadableImage e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private NyuMat labelled() throws IOException {
    NyuFiles.copy(NyuMat.FILE, folder.resolve(NyuMat.FILE));
    return new NyuMat(folder.toString());
  }

  private void writeSplits(int[] train, int[] test) throws IOException {
    Files.write(folder.resolve("splits.mat"), splits(train, test));
  }

  /** As the authors of the dataset publish it. */
  static byte[] splits(int[] train, int[] test) throws IOException {
    MatFile file = Mat5.newMatFile();
    file.addArray("trainNdxs", column(train));
    file.addArray("testNdxs", column(test));
    ByteBuffer bytes = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
    file.writeTo(Sinks.wrap(bytes));
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static Matrix column(int[] numbers) {
    Matrix matrix = Mat5.newMatrix(numbers.length, 1);
    for (int i = 0; i < numbers.length; i++) {
      matrix.setDouble(i, numbers[i]);
    }
    return matrix;
  }
}
