package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import netadapt.BadInput;
import netadapt.data.ImageReader.UnreadableImage;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that announce more than they hold, and others that damage has made of good ones. */
class DamagedDataTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  @Test
  void aFileThatCannotHoldItsPixelsIsUnreadable() {
    byte[] png = Pictures.file("png", 5, 6, 1);
    ByteBuffer.wrap(png).putInt(16, 11_000).putInt(20, 12_000); // width and height

    assertThatThrownBy(() -> ImageFile.decode(png))
        .isInstanceOf(UnreadableImage.class)
        .hasMessage("it claims to have 132000000 pixels, which %d bytes cannot hold", png.length);
  }

  @Test
  void idxImagesThatAreLargerThanTheirFileAreAMistake() throws IOException {
    byte[] images = Pictures.idxImages(5, 3, 4, 1);
    ByteBuffer.wrap(images).putInt(8, 1000).putInt(12, 1000);
    writeIdx(images);

    assertThatThrownBy(() -> new IdxFiles(folder.toString()).list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("has 76 bytes but claims to hold")
        .hasMessageEndingWith("fetch it again");
  }

  @Test
  void idxImagesOfMorePixelsThanCanBeAreAMistake() throws IOException {
    byte[] images = Pictures.idxImages(5, 3, 4, 1);
    ByteBuffer.wrap(images).putInt(8, 1 << 16).putInt(12, 1 << 16);
    writeIdx(images);

    assertThatThrownBy(() -> new IdxFiles(folder.toString()).list(HADOOP))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("height=65536, width=65536");
  }

  private void writeIdx(byte[] images) throws IOException {
    Pictures.write(folder.resolve("train-labels-idx1-ubyte"), Pictures.idxLabels(5, 3));
    Pictures.write(folder.resolve("train-images-idx3-ubyte"), images);
  }

  @Test
  void aKitThatClaimsToBeLargerThanItsFileIsAMistake() throws IOException {
    byte[] meta = ImageNetFilesTest.meta();
    Arrays.fill(meta, 132, 136, (byte) 0x7f); // the length of its first part

    assertThatThrownBy(() -> Synsets.read(new ByteArrayInputStream(meta), "meta.mat"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "meta.mat cannot be read (a part is to have 2139062143 bytes): fetch the kit again");
  }

  @Test
  void factsInAnotherAlphabetAreAMistake() throws IOException {
    Pictures.write(
        folder.resolve("dataset.json"), "{\"id\":\"a\"}".getBytes(Charset.forName("UTF-32BE")));
    byte[] noLetter = {0, 0, 0, '{', 0x61, 0x21, 0x3a, 0};
    Pictures.write(folder.resolve("dataset.json"), noLetter);

    assertThatThrownBy(() -> new DatasetFolder(HADOOP, folder.toString()).facts())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("run prepare again");
  }

  @Test
  void aRowOfAnotherSizeSaysWhichImageIsDamaged() {
    StoredImage image =
        new StoredImage(
            ImageForm.fitted(2, 2, 1), 7, 0, 2, 9, 1, new byte[] {1, 2, 3, 4}, new byte[0]);

    assertThatThrownBy(image::decode)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("image 7 of the dataset cannot be decoded, 4 bytes are not")
        .hasMessageEndingWith("prepare the dataset again");
  }

  @Test
  void aFileThatIsNoParquetFileIsDamage() throws IOException {
    Path file = folder.resolve("part.parquet");
    Pictures.write(file, new byte[100]);

    assertThatThrownBy(() -> ImageParts.part(file.toString(), HADOOP))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(file + " is damaged")
        .hasMessageEndingWith("prepare the dataset again");
  }

  @Test
  void aPieceWithAnImageOfLessThanNoBytesIsDamage() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(bytes);
    output.writeBoolean(true);
    output.write(new byte[8]);
    output.writeUTF("a.png");
    output.write(new byte[12]);
    output.writeInt(-5);
    Path file = folder.resolve("piece-000000.rows");
    Pictures.write(file, bytes.toByteArray());

    try (PieceFile.Rows rows =
        PieceFile.read(new org.apache.hadoop.fs.Path(file.toString()), HADOOP)) {
      assertThatThrownBy(rows::next)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageEndingWith("it has an image or target of -5 bytes");
    }
  }

  @Test
  void aPieceOfOtherObjectsIsMadeAnewAndTheirClassesAreNotRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(new AtomicInteger(3));
      output.writeLong(1);
    }
    assertThat(facts(bytes.toByteArray())).isEmpty();
    assertThat(folder.resolve("piece-000000.facts")).doesNotExist();

    byte[] noObject = {(byte) 0xac, (byte) 0xed, 0, 5, 0x73, 0x70, 0, 0};
    assertThat(facts(noObject)).isEmpty();
  }

  @Test
  void aPieceWithUnreadableImagesIsReadBack() throws IOException {
    DecodedPart part = new DecodedPart(1);
    part.add(0, new byte[] {1}, new byte[0], new DecodedImage(1, 1, 1, new byte[] {1}));
    part.addUnreadable(1, "it is empty");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(part.packed());
      output.writeLong(1);
    }

    assertThat(facts(bytes.toByteArray()).orElseThrow().reasons()).containsExactly("it is empty");
  }

  private Optional<DecodedPart> facts(byte[] file) throws IOException {
    Pictures.write(folder.resolve("piece-000000.facts"), file);
    Pictures.write(folder.resolve("piece-000000.rows"), new byte[] {1});
    return new Pieces(folder.toString()).facts(0, HADOOP);
  }
}
