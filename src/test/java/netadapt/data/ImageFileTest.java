package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import netadapt.data.ImageReader.UnreadableImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFileTest {
  @Test
  void pngGivesItsPixels() throws Exception {
    DecodedImage image = ImageFile.decode(Pictures.file("png", 5, 7, 1));
    assertThat(image).usingRecursiveComparison().isEqualTo(Pictures.random(5, 7, 3, 1));
  }

  @Test
  void bmpGivesItsPixels() throws Exception {
    DecodedImage image = ImageFile.decode(Pictures.file("bmp", 5, 7, 1));
    assertThat(image).usingRecursiveComparison().isEqualTo(Pictures.random(5, 7, 3, 1));
  }

  @Test
  void gifGivesItsColours() throws Exception {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, i < 32 ? 0xFFFF0000 : 0xFF00FF00);
    }

    DecodedImage decoded = ImageFile.decode(Pictures.encode(image, "gif"));

    assertThat(Arrays.copyOf(decoded.pixels(), 3)).containsExactly(255, 0, 0);
    assertThat(Arrays.copyOfRange(decoded.pixels(), 189, 192)).containsExactly(0, 255, 0);
  }

  @Test
  void aWebPFileIsNamedAsSuch() {
    byte[] file = "RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> ImageFile.decode(file))
        .hasMessage("it is WebP, which cannot be read: convert it to JPEG or PNG");
  }

  @Test
  void greyValuesAreTakenAsStored() throws Exception {
    for (String format : new String[] {"png", "jpg"}) {
      DecodedImage image = ImageFile.decode(grey(format, 100));

      assertThat(image.channels()).isEqualTo(1);
      assertThat(image.pixels()).containsOnly((byte) 100);
    }
  }

  @Test
  void jpegIsCloseToWhatItWasMadeOf() throws Exception {
    BufferedImage plain = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      plain.setRGB(i % 16, i / 16, 0xC86414);
    }

    byte[] pixels = ImageFile.decode(Pictures.encode(plain, "jpg")).pixels();

    assertThat(pixels[0] & 0xff).isBetween(197, 203);
    assertThat(pixels[1] & 0xff).isBetween(97, 103);
    assertThat(pixels[2] & 0xff).isBetween(17, 23);
  }

  @Test
  void transparencyAndPalettesBecomeColours() throws Exception {
    for (int type : new int[] {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_INDEXED}) {
      BufferedImage image = new BufferedImage(4, 4, type);
      for (int i = 0; i < 16; i++) {
        image.setRGB(i % 4, i / 4, 0xFFFF0000);
      }

      DecodedImage decoded = ImageFile.decode(Pictures.encode(image, "png"));

      assertThat(decoded.channels()).isEqualTo(3);
      assertThat(Arrays.copyOf(decoded.pixels(), 3)).containsExactly(255, 0, 0);
    }
  }

  @Test
  void coloursAreTakenAsStoredWhateverTheirProfile() throws Exception {
    byte[] plain = Pictures.file("jpg", 8, 8, 1);
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII);
    int length = 2 + name.length + profile.length;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(plain, 0, 20); // the start and the segment of JFIF
    file.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe2, (byte) (length >> 8), (byte) length});
    file.writeBytes(name);
    file.writeBytes(profile);
    file.write(plain, 20, plain.length - 20);

    assertThat(ImageFile.decode(file.toByteArray()))
        .usingRecursiveComparison()
        .isEqualTo(ImageFile.decode(plain));
  }

  @Test
  void cmykWithoutMarkerIsInkOnPaper() throws Exception {
    // Full magenta and yellow: red.
    assertColour(ImageFile.decode(cmyk(0, 255, 255, 0)), 255, 0, 0);
  }

  @Test
  void cmykOfAdobeIsInverted() throws Exception {
    assertColour(ImageFile.decode(adobe(cmyk(255, 0, 0, 255), 0)), 255, 0, 0);
  }

  @Test
  void ycckIsInksWithTheirLightnessApart() throws Exception {
    // Luminance and two differences of inverted inks: (255, 0, 0) by the formulas of JFIF.
    assertColour(ImageFile.decode(adobe(cmyk(76, 85, 255, 255), 2)), 255, 0, 0);
    // The same with half of black.
    assertColour(ImageFile.decode(adobe(cmyk(76, 85, 255, 128), 2)), 128, 0, 0);
  }

  @Test
  void aPngFileUnderTheNameOfAnotherKindIsAnImage() throws Exception {
    // n02105855_2933.JPEG of ImageNet is one: no name is given to the decoder.
    assertThat(ImageFile.decode(Pngs.plain(9, 3, 2, 8, 1, 2, 3)).pixels()).startsWith(1, 2, 3);
  }

  /** The file with Adobe's marker: 0 inks, 2 YCCK. */
  private static byte[] adobe(byte[] plain, int transform) {
    byte[] marker = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
    };
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.write(plain, 0, 2);
    marked.writeBytes(marker);
    marked.write(plain, 2, plain.length - 2);
    return marked.toByteArray();
  }

  // Colour types of PNG: 0 grey, 2 colours, 4 grey and transparency, 6 colours and transparency.
  // Samples of one pixel, and what becomes of them: the high byte of 16 bits, and fewer bits
  // spread over [0, 255].
  @ParameterizedTest
  @CsvSource({
    "0, 16, 0x12ff, 0x12",
    "0, 8, 0x7b, 0x7b",
    "0, 4, 0x9, 0x99",
    "0, 2, 0x2, 0xaa",
    "0, 1, 0x1, 0xff",
    "4, 8, 0x7b 0x00, 0x7b",
    "4, 16, 0x7bff 0x0010, 0x7b",
    "2, 16, 0x12ff 0x3400 0x5680, 0x12 0x34 0x56",
    "6, 16, 0x12ff 0x3400 0x5680 0x0010, 0x12 0x34 0x56",
    "6, 8, 0x12 0x34 0x56 0x00, 0x12 0x34 0x56"
  })
  void everyKindOfPngGivesItsSamples(int colourType, int bits, String samples, String expected)
      throws Exception {
    byte[] file = Pngs.plain(9, 3, colourType, bits, numbers(samples));
    int[] values = numbers(expected);

    DecodedImage image = ImageFile.decode(file).withChannels(values.length);

    assertThat(List.of(image.height(), image.width())).containsExactly(3, 9);
    for (int i = 0; i < image.pixels().length; i++) {
      assertThat(image.pixels()[i] & 0xff).isEqualTo(values[i % values.length]);
    }
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::decode).toArray();
  }

  @Test
  void formatsThatOnlySomeVersionsOfJavaReadAreUnreadable() {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY);
    for (String format : List.of("tiff", "wbmp")) {
      byte[] file = Pictures.encode(image, format);
      assertThatThrownBy(() -> ImageFile.decode(file))
          .as(format)
          .hasMessage("it is neither JPEG, PNG, BMP nor GIF");
    }
  }

  @Test
  void aGifPictureThatDoesNotFillItsCanvasIsUnreadable() throws Exception {
    byte[] whole = Pictures.file("gif", 20, 30, 1);
    byte[] larger = whole.clone();
    larger[6] = 40; // the width of the canvas
    byte[] moved = larger.clone();
    moved[pictureLeft(moved)] = 5;

    assertThat(ImageFile.decode(whole).width()).isEqualTo(30);
    assertThatThrownBy(() -> ImageFile.decode(larger))
        .isInstanceOf(UnreadableImage.class)
        .hasMessage(
            "its first picture (30 by 20 pixels at 0, 0) does not fill its canvas (40 by 20): save it as PNG");
    assertThatThrownBy(() -> ImageFile.decode(moved)).hasMessageContaining("at 5, 0)");
  }

  /** Where a GIF file says how far from the left its first picture is. */
  private static int pictureLeft(byte[] gif) {
    int at = 13 + (3 << ((gif[10] & 7) + 1)); // behind the header and its colours
    while (gif[at] == '!') { // an extension: two bytes, then blocks until an empty one
      at += 2;
      while (gif[at] != 0) {
        at += 1 + (gif[at] & 0xff);
      }
      at++;
    }
    assertThat(gif[at]).isEqualTo((byte) ',');
    return at + 1;
  }

  @Test
  void truncatedFilesAreUnreadable() {
    for (String format : new String[] {"png", "jpg", "bmp", "gif"}) {
      byte[] whole = Pictures.file(format, 64, 64, 3);
      for (int length : new int[] {10, whole.length / 2, whole.length * 9 / 10}) {
        assertThatThrownBy(() -> ImageFile.decode(Arrays.copyOf(whole, length)))
            .as("%s of %d bytes", format, length)
            .isInstanceOf(UnreadableImage.class);
      }
    }
  }

  @Test
  void otherFilesAreUnreadable() {
    assertThatThrownBy(() -> ImageFile.decode(new byte[0])).hasMessage("the file is empty");
    assertThatThrownBy(() -> ImageFile.decode("<html>".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("it is neither JPEG, PNG, BMP nor GIF");
  }

  @Test
  void damagedBytesGiveAnImageOrAReasonButNothingElse() {
    SplittableRandom random = new SplittableRandom(5);
    String[] formats = {"png", "jpg", "bmp", "gif"};
    for (int round = 0; round < 400; round++) {
      byte[] bytes = Pictures.file(formats[round % 4], 24, 24, 6);
      for (int i = 0; i < 4; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        ImageFile.decode(bytes);
      } catch (UnreadableImage e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }

  private static void assertColour(DecodedImage image, int red, int green, int blue) {
    assertThat(image.channels()).isEqualTo(3);
    assertThat(image.pixels()[0] & 0xff).isCloseTo(red, within(3));
    assertThat(image.pixels()[1] & 0xff).isCloseTo(green, within(3));
    assertThat(image.pixels()[2] & 0xff).isCloseTo(blue, within(3));
  }

  private static byte[] grey(String format, int value) {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    byte[] row = new byte[64];
    Arrays.fill(row, (byte) value);
    image.getRaster().setDataElements(0, 0, 8, 8, row);
    return Pictures.encode(image, format);
  }

  /** A JPEG file with four bands, stored as given. */
  static byte[] cmyk(int... inks) throws Exception {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    for (int i = 0; i < 64; i++) {
      raster.setPixel(i % 8, i / 8, inks);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
