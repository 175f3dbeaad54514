package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CentreFitTest {
  @Test
  void anImageThatFitsIsLeftAlone() {
    DecodedImage image = Pictures.random(5, 7, 3, 1);
    assertThat(CentreFit.fit(image, 5, 7)).isSameAs(image);
  }

  @Test
  void halvingAveragesFourPixels() {
    DecodedImage image = Pictures.random(8, 12, 3, 2);

    DecodedImage half = CentreFit.fit(image, 4, 6);

    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 6; x++) {
        for (int c = 0; c < 3; c++) {
          double mean =
              (at(image, 2 * y, 2 * x, c)
                      + at(image, 2 * y, 2 * x + 1, c)
                      + at(image, 2 * y + 1, 2 * x, c)
                      + at(image, 2 * y + 1, 2 * x + 1, c))
                  / 4.0;
          assertThat(Math.abs(at(half, y, x, c) - mean)).isLessThanOrEqualTo(0.5001);
        }
      }
    }
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

    assertThat(Math.abs(mean(small) - mean(image))).isLessThan(0.1);
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
