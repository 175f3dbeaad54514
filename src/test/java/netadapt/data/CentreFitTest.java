package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class CentreFitTest {
  @Test
  void anImageThatFitsIsLeftAlone() {
    DecodedImage image = Pictures.random(5, 7, 3, 1);
    assertThat(CentreFit.fit(image, 5, 7)).isSameAs(image);
  }

  @Test
  void equalsPillowToTheLastBit() {
    // Pillow 11.3.0: Image.resize((w, h), BILINEAR, box=…), as the README's lines for Python call
    // it
    assertThat(unsigned(CentreFit.fit(picture(50, 31, 1), 4, 6)))
        .containsExactly(
            132, 131, 132, 136, 143, 126, 132, 136, 129, 139, 123, 129, 147, 125, 126, 131, 135,
            134, 134, 122, 129, 116, 131, 130);
    assertThat(unsigned(CentreFit.fit(picture(3, 4, 1), 7, 6)))
        .containsExactly(
            0, 3, 10, 18, 30, 41, 18, 22, 31, 41, 55, 68, 72, 78, 94, 111, 131, 151, 126, 134, 157,
            180, 207, 233, 131, 141, 171, 200, 186, 173, 136, 149, 184, 220, 166, 112, 138, 151,
            189, 227, 159, 92);
  }

  @Test
  void equalsPillowForImagesOfAllShapes() {
    CRC32 all = new CRC32();
    for (int h = 1; h < 40; h++) {
      for (int w = 1; w < 40; w++) {
        DecodedImage image = picture(h, w, 3);
        all.update(CentreFit.fit(image, (h * 7 + w) % 23 + 1, (w * 5 + h) % 19 + 1).pixels());
      }
    }

    // zlib.crc32 of the same pictures, resized by Pillow 11.3.0
    assertThat(Long.toHexString(all.getValue())).isEqualTo("e40c8335");
  }

  @Test
  void aShareOfTheImageIsCutOutOfItsCentre() {
    DecodedImage image = Pictures.random(256, 300, 3, 3);

    DecodedImage cut = CentreFit.fit(image, 224, 224, 0.875);

    for (int y = 0; y < 224; y++) { // 0.875 of 256 pixels are 224, so that nothing is scaled
      for (int x = 0; x < 224; x++) {
        assertThat(at(cut, y, x, 1)).isEqualTo(at(image, y + 16, x + 38, 1));
      }
    }
  }

  @Test
  void equalsPillowForAShareOfTheImage() {
    CRC32 all = new CRC32();
    for (int h = 1; h < 40; h++) {
      for (int w = 1; w < 40; w++) {
        DecodedImage image = picture(h, w, 3);
        double share = (1 + (h + w) % 8) / 8.0;
        int height = (h * 7 + w) % 23 + 1;
        all.update(CentreFit.fit(image, height, (w * 5 + h) % 19 + 1, share).pixels());
      }
    }

    // zlib.crc32 of the same pictures, resized by Pillow 11.3.0 with the README's box
    assertThat(Long.toHexString(all.getValue())).isEqualTo("377a2984");
  }

  @Test
  void scalingTheShorterSideKeepsTheWholeImage() {
    CRC32 all = new CRC32();
    for (int h = 1; h < 40; h++) {
      for (int w = 1; w < 40; w++) {
        int side = (h * 7 + w) % 11 + 1;
        DecodedImage image = CentreFit.shorterSide(picture(h, w, 3), side);
        assertThat(Math.min(image.height(), image.width()))
            .isEqualTo(Math.min(side, Math.min(h, w)));
        all.update(image.pixels());
      }
    }

    // zlib.crc32 of the same pictures, resized by Pillow 11.3.0 where they are larger
    assertThat(Long.toHexString(all.getValue())).isEqualTo("a7f9d723");
  }

  @Test
  void aWideImageLosesItsSides() {
    DecodedImage image = Pictures.random(4, 9, 1, 3);

    DecodedImage square = CentreFit.fit(image, 4, 4);

    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        assertThat(at(square, y, x, 0)).isEqualTo(at(image, y, x + 2, 0));
      }
    }
  }

  @Test
  void aPlainColourStaysWhatItIs() {
    for (int side : new int[] {3, 16, 31, 100, 333}) {
      byte[] pixels = new byte[side * (side + 5) * 3];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (i % 3 == 0 ? 255 : i % 3 == 1 ? 128 : 1);
      }
      DecodedImage image = new DecodedImage(side, side + 5, 3, pixels);

      byte[] fitted = CentreFit.fit(image, 32, 32).pixels();

      for (int i = 0; i < fitted.length; i++) {
        assertThat(fitted[i] & 0xff).isEqualTo(i % 3 == 0 ? 255 : i % 3 == 1 ? 128 : 1);
      }
    }
  }

  @Test
  void enlargingARampKeepsItStraight() {
    byte[] pixels = new byte[16 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 16 * 16);
    }

    DecodedImage large = CentreFit.fit(new DecodedImage(16, 16, 1, pixels), 64, 64);

    for (int x = 2; x < 62; x++) {
      double expected = ((x + 0.5) / 4 - 0.5) * 16; // the ramp at the pixel's centre
      assertThat(Math.abs(at(large, 20, x, 0) - expected)).isLessThanOrEqualTo(0.5001);
    }
  }

  @Test
  void shrinkingByAFractionKeepsTheMean() {
    DecodedImage image = Pictures.random(100, 100, 1, 4);

    DecodedImage small = CentreFit.fit(image, 37, 37);

    assertThat(Math.abs(mean(small) - mean(image))).isLessThan(0.5);
  }

  /** A picture that Python makes the same way. */
  private static DecodedImage picture(int height, int width, int channels) {
    byte[] pixels = new byte[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((i * i * 31 + i * 97) / 7 % 256);
    }
    return new DecodedImage(height, width, channels, pixels);
  }

  private static int[] unsigned(DecodedImage image) {
    int[] values = new int[image.pixels().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.pixels()[i] & 0xff;
    }
    return values;
  }

  private static double mean(DecodedImage image) {
    double sum = 0;
    for (byte value : image.pixels()) {
      sum += value & 0xff;
    }
    return sum / image.pixels().length;
  }

  private static int at(DecodedImage image, int y, int x, int c) {
    return image.pixels()[(y * image.width() + x) * image.channels() + c] & 0xff;
  }
}
