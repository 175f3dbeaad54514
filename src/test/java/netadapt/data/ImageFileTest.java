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
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import netadapt.data.ImageReader.UnreadableImage;
import org.junit.jupiter.api.Test;

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
    byte[] plain = cmyk(255, 0, 0, 255);
    byte[] marker = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.write(plain, 0, 2);
    marked.write(marker);
    marked.write(plain, 2, plain.length - 2);

    assertColour(ImageFile.decode(marked.toByteArray()), 255, 0, 0);
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
  private static byte[] cmyk(int... inks) throws Exception {
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
