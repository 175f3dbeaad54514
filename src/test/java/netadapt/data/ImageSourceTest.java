package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import netadapt.BadInput;
import netadapt.data.ImageReader.UnreadableImage;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourceTest {
  private final Configuration hadoop = new Configuration();
  @TempDir Path folder;

  @Test
  void idxFilesGiveTheirImagesPackedOrNot() throws Exception {
    byte[] images = Pictures.idxImages(6, 4, 5, 1);
    Pictures.write(folder.resolve("train-labels-idx1-ubyte"), Pictures.idxLabels(6, 3));
    try (OutputStream output =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("train-images-idx3-ubyte.gz")))) {
      output.write(images);
    }
    Pictures.write(folder.resolve("t10k-images-idx3-ubyte"), Pictures.idxImages(2, 4, 5, 2));
    Pictures.write(folder.resolve("t10k-labels-idx1-ubyte"), Pictures.idxLabels(2, 2));

    Listing listing = source("idx").list(hadoop);

    assertThat(listing.classes()).containsExactly("0", "1", "2");
    assertThat(listing.items())
        .extracting(item -> item.label())
        .containsExactly(0, 1, 2, 0, 1, 2, 0, 1);
    assertThat(listing.items()).extracting(item -> item.test()).endsWith(false, true, true);
    try (ImageReader reader = source("idx").reader(hadoop)) {
      for (int i : new int[] {0, 1, 4, 2, 5}) { // backwards once: the file is opened again
        assertThat(reader.read(listing.items().get(i)).pixels())
            .isEqualTo(Arrays.copyOfRange(images, 16 + 20 * i, 16 + 20 * (i + 1)));
      }
    }
  }

  @Test
  void idxFilesThatDoNotBelongTogetherAreAMistake() throws Exception {
    Pictures.write(folder.resolve("train-images-idx3-ubyte"), Pictures.idxImages(6, 4, 5, 1));
    Pictures.write(folder.resolve("train-labels-idx1-ubyte"), Pictures.idxLabels(5, 3));

    assertThatThrownBy(() -> source("idx").list(hadoop))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("6 images but train-labels-idx1-ubyte has 5 labels");
  }

  @Test
  void labelsThatTheFileDoesNotHaveAreAMistake() throws Exception {
    Pictures.write(folder.resolve("train-images-idx3-ubyte"), Pictures.idxImages(6, 4, 5, 1));
    byte[] labels = Pictures.idxLabels(6, 3);
    ByteBuffer.wrap(labels).putInt(4, -1);
    Pictures.write(folder.resolve("train-labels-idx1-ubyte"), labels);

    assertThatThrownBy(() -> source("idx").list(hadoop))
        .isInstanceOf(BadInput.class)
        .hasMessage("train-labels-idx1-ubyte claims to hold -1 labels: fetch it again");

    ByteBuffer.wrap(labels).putInt(4, Integer.MAX_VALUE);
    Pictures.write(folder.resolve("train-labels-idx1-ubyte"), labels);
    assertThatThrownBy(() -> source("idx").list(hadoop))
        .isInstanceOf(BadInput.class)
        .hasMessage("train-labels-idx1-ubyte ends before its last label: fetch it again");
  }

  @Test
  void aDamagedPackedFileIsNamed() throws Exception {
    byte[] packed = gzip(Pictures.idxImages(600, 14, 15, 1));
    Pictures.write(folder.resolve("train-labels-idx1-ubyte"), Pictures.idxLabels(600, 3));
    Path images = folder.resolve("train-images-idx3-ubyte.gz");
    byte[] damaged = packed.clone();
    damaged[packed.length - 5] ^= 1; // of the checksum
    for (byte[] file :
        List.of(Arrays.copyOf(packed, packed.length / 2), damaged, new byte[] {1, 2, 3, 4})) {
      Pictures.write(images, file);

      assertThatThrownBy(() -> source("idx").list(hadoop))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("train-images-idx3-ubyte.gz in")
          .hasMessageContaining("is damaged or cut off")
          .hasMessageEndingWith("fetch it again");
    }
  }

  @Test
  void anArchiveInsteadOfAFolderIsAMistake() throws Exception {
    Path archive = folder.resolve("cifar10.tar.gz");
    Pictures.write(archive, new byte[] {1});

    assertThatThrownBy(() -> ImageSource.of("folders", archive.toString()).list(hadoop))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("cifar10.tar.gz is a file but must be a folder: unpack it first");
  }

  @Test
  void missingIdxFilesAreAMistake() {
    assertThatThrownBy(() -> source("idx").list(hadoop))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("train-images-idx3-ubyte (or .gz) is not in");
  }

  @Test
  void imagesBeyondTheEndOfACutIdxFileAreUnreadable() throws Exception {
    byte[] images = Pictures.idxImages(6, 4, 5, 1);
    Pictures.write(folder.resolve("train-images-idx3-ubyte"), Arrays.copyOf(images, 16 + 50));
    Pictures.write(folder.resolve("train-labels-idx1-ubyte"), Pictures.idxLabels(6, 3));
    List<SourceItem> items = source("idx").list(hadoop).items();

    try (ImageReader reader = source("idx").reader(hadoop)) {
      assertThat(reader.read(items.get(1)).height()).isEqualTo(4);
      for (int i = 2; i < 6; i++) {
        SourceItem item = items.get(i);
        assertThatThrownBy(() -> reader.read(item)).isInstanceOf(UnreadableImage.class);
      }
    }
  }

  @Test
  void cifarPlanesBecomePixels() throws Exception {
    Pictures.write(folder.resolve("data_batch_1.bin"), cifar(3, 5));
    Pictures.write(folder.resolve("data_batch_2.bin"), cifar(7));
    Pictures.write(folder.resolve("test_batch.bin"), cifar(9));
    Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");

    Listing listing = source("cifar").list(hadoop);

    assertThat(listing.classes()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertThat(listing.items())
        .extracting(SourceItem::name)
        .containsExactly(
            "data_batch_1.bin#0", "data_batch_1.bin#1", "data_batch_2.bin#0", "test_batch.bin#0");
    assertThat(listing.items()).extracting(item -> item.label()).containsExactly(3, 5, 7, 9);
    try (ImageReader reader = source("cifar").reader(hadoop)) {
      byte[] planes = Pictures.random(3, 1024, 1, 5).pixels();
      byte[] pixels = reader.read(listing.items().get(1)).pixels();
      for (int i = 0; i < 3072; i++) {
        assertThat(pixels[i]).isEqualTo(planes[i % 3 * 1024 + i / 3]);
      }
    }
  }

  @Test
  void aCutCifarFileIsAMistake() throws Exception {
    Pictures.write(folder.resolve("data_batch_1.bin"), Arrays.copyOf(cifar(3, 5), 6000));

    assertThatThrownBy(() -> source("cifar").list(hadoop))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("has 6000 bytes but must have a multiple of 3073");
  }

  @Test
  void foldersGiveSortedClassesAndTheirOwnTestSet() throws Exception {
    for (String file :
        List.of(
            "train/b/2.jpg",
            "train/b/1.JPEG",
            "train/a/x: y.png",
            "val/b/3.jpg",
            "train/b/.h.jpg",
            "train/b/n.txt",
            "more/a/1.jpg",
            "train/empty/n.txt")) {
      Pictures.write(folder.resolve(file), new byte[] {1});
    }

    Listing listing = source("folders").list(hadoop);

    assertThat(listing.classes()).containsExactly("a", "b");
    assertThat(listing.unused())
        .hasToString(
            ".txt files: 2 (train/b/n.txt, train/empty/n.txt);"
                + " class folders without images: 1 (train/empty); folders beside train: 1 (more)");
    assertThat(listing.items())
        .extracting(SourceItem::name)
        .containsExactly("train/a/x: y.png", "train/b/1.JPEG", "train/b/2.jpg", "val/b/3.jpg");
    assertThat(listing.items())
        .extracting(item -> item.test())
        .containsExactly(false, false, false, true);
  }

  @Test
  void aTestClassWithoutTrainingImagesIsAMistake() throws Exception {
    Pictures.write(folder.resolve("train/a/1.jpg"), new byte[] {1});
    Pictures.write(folder.resolve("test/b/1.jpg"), new byte[] {1});

    assertThatThrownBy(() -> source("folders").list(hadoop))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("class b has test images");
  }

  @Test
  void anUnknownFormatIsAMistake() {
    assertThatThrownBy(() -> ImageSource.of("tfrecord", "x"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(
            "\"tfrecord\" but must be digits, idx, folders, cifar, imagenet, rooms, nyu-mat or nyu-frames");
  }

  private ImageSource source(String format) {
    return ImageSource.of(format, folder.toString());
  }

  private static byte[] gzip(byte[] bytes) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream output = new GZIPOutputStream(packed)) {
      output.write(bytes);
    }
    return packed.toByteArray();
  }

  /** One record per label; the planes' pixels are seeded by it. */
  private static byte[] cifar(int... labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int label : labels) {
      bytes.write(label);
      bytes.writeBytes(Pictures.random(3, 1024, 1, label).pixels());
    }
    return bytes.toByteArray();
  }
}
