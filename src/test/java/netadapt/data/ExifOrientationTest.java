package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExifOrientationTest {
  private static final DecodedImage STORED =
      new DecodedImage(2, 3, 1, new byte[] {0, 1, 2, 3, 4, 5});

  // What Pillow's ImageOps.exif_transpose makes of the same image.
  @ParameterizedTest
  @CsvSource({
    "1, 2, 012345", "2, 2, 210543", "3, 2, 543210", "4, 2, 345012",
    "5, 3, 031425", "6, 3, 304152", "7, 3, 524130", "8, 3, 251403"
  })
  void imagesAreTurnedAsTheFileSays(int orientation, int height, String pixels) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] file = jpeg(Pictures.file("jpg", 2, 3, 1), orientation, order);

      DecodedImage upright = ExifOrientation.upright(STORED, file);

      assertThat(upright.height()).isEqualTo(height);
      assertThat(upright.pixels()).asString(StandardCharsets.ISO_8859_1).isEqualTo(bytes(pixels));
    }
  }

  @Test
  void decodedPhotographsAreUpright() throws Exception {
    byte[] plain = Pictures.file("jpg", 20, 30, 1);
    DecodedImage stored = ImageFile.decode(plain);

    DecodedImage upright = ImageFile.decode(jpeg(plain, 6, ByteOrder.LITTLE_ENDIAN));

    assertThat(upright.height()).isEqualTo(30);
    for (int c = 0; c < 3; c++) { // the stored top left corner is at the top right now
      assertThat(upright.pixels()[3 * 19 + c]).isEqualTo(stored.pixels()[c]);
    }
  }

  @Test
  void pngFilesMaySayHowTheyAreHeldToo() throws Exception {
    byte[] plain = Pictures.file("png", 2, 3, 1);

    assertThat(ImageFile.decode(png(plain, 8)).height()).isEqualTo(3);
    assertThat(ImageFile.decode(plain).height()).isEqualTo(2);
  }

  @Test
  void pngFilesMaySayItAsJpegFilesDo() {
    byte[] plain = Pictures.file("png", 2, 3, 1);
    ByteArrayOutputStream exif = new ByteArrayOutputStream();
    exif.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    exif.writeBytes(tiff(8, ByteOrder.LITTLE_ENDIAN));

    assertThat(ExifOrientation.of(png(plain, exif.toByteArray(), 33))).isEqualTo(8);
  }

  @Test
  void whatFollowsTheEndOfAPngFileIsNotLookedAt() {
    byte[] plain = Pictures.file("png", 2, 3, 1);
    byte[] tiff = tiff(8, ByteOrder.BIG_ENDIAN);

    assertThat(ExifOrientation.of(png(plain, tiff, plain.length - 12))).isEqualTo(8);
    assertThat(ExifOrientation.of(png(plain, tiff, plain.length))).isEqualTo(1);
  }

  @Test
  void aChunkThatClaimsToBeVeryLongIsUpright() {
    byte[] plain = Pictures.file("png", 2, 3, 1);
    byte[] tiff = tiff(8, ByteOrder.BIG_ENDIAN);
    for (String type : new String[] {"eXIf", "tEXt"}) {
      byte[] file = png(plain, tiff, 33);
      ByteBuffer.wrap(file).putInt(33, Integer.MAX_VALUE);
      System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, file, 37, 4);

      assertThat(ExifOrientation.of(file)).isEqualTo(1);
    }
  }

  @Test
  void whatCannotBeIsUpright() {
    byte[] plain = Pictures.file("jpg", 2, 3, 1);
    assertThat(ExifOrientation.of(plain)).isEqualTo(1);
    for (int orientation : new int[] {0, 9, -1}) {
      assertThat(ExifOrientation.of(jpeg(plain, orientation, ByteOrder.BIG_ENDIAN))).isEqualTo(1);
    }
    assertThat(ExifOrientation.of(new byte[0])).isEqualTo(1);
  }

  @Test
  void damagedBytesGiveAnOrientationAndNothingElse() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 2000; round++) {
      byte[] file =
          round % 2 == 0
              ? jpeg(Pictures.file("jpg", 2, 3, 1), 6, ByteOrder.BIG_ENDIAN)
              : png(Pictures.file("png", 2, 3, 1), 6);
      for (int i = 0; i < 3; i++) {
        file[random.nextInt(60)] = (byte) random.nextInt();
      }
      assertThat(ExifOrientation.of(file)).isBetween(1, 8);
    }
  }

  /** A JPEG file with Exif data behind its first marker. */
  static byte[] jpeg(byte[] plain, int orientation, ByteOrder order) {
    byte[] tiff = tiff(orientation, order);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(plain, 0, 2);
    file.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (tiff.length + 8)});
    file.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(tiff);
    file.write(plain, 2, plain.length - 2);
    return file.toByteArray();
  }

  /** A PNG file with Exif data behind its header, which has 33 bytes. */
  static byte[] png(byte[] plain, int orientation) {
    return png(plain, tiff(orientation, ByteOrder.BIG_ENDIAN), 33);
  }

  private static byte[] png(byte[] plain, byte[] exif, int at) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(plain, 0, at);
    file.writeBytes(Pngs.chunk("eXIf", exif));
    file.write(plain, at, plain.length - at);
    return file.toByteArray();
  }

  /** A directory of two tags, the second of which is the orientation. */
  private static byte[] tiff(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x100).putShort((short) 3).putInt(1).putInt(0);
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  private static String bytes(String digits) {
    StringBuilder bytes = new StringBuilder();
    digits.chars().forEach(digit -> bytes.append((char) (digit - '0')));
    return bytes.toString();
  }
}
