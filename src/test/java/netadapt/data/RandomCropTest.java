package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import netadapt.Seeds;
import netadapt.data.RandomCrop.Box;
import org.junit.jupiter.api.Test;

class RandomCropTest {
  private static final int DRAWS = 20_000;

  @Test
  void equalsPillowToTheLastBit() {
    CRC32 all = new CRC32();
    for (int h = 1; h < 30; h++) {
      for (int w = 1; w < 30; w++) {
        Box box = new Box(h / 4, w / 3, h - h / 6 - h / 4, w - w / 5 - w / 3);
        DecodedImage image = Pictures.computed(h, w, 3, 0, 256);
        all.update(RandomCrop.cut(image, box, (h * 7 + w) % 23 + 1, (w * 5 + h) % 19 + 1).pixels());
      }
    }

    // zlib.crc32 of Image.crop(box).resize((w, h), BILINEAR) of Pillow 11.3.0, by
    // src/test/python/augmentation_checksums.py
    assertThat("%08x".formatted(all.getValue())).isEqualTo("a0d1daaf");
  }

  @Test
  void pixelsAroundThePartDoNotCount() {
    DecodedImage image = Pictures.random(20, 30, 3, 1);
    byte[] other = Pictures.random(20, 30, 3, 2).pixels();
    for (int y = 4; y < 14; y++) {
      System.arraycopy(image.pixels(), (y * 30 + 7) * 3, other, (y * 30 + 7) * 3, 16 * 3);
    }
    Box box = new Box(4, 7, 10, 16);

    assertThat(RandomCrop.cut(new DecodedImage(20, 30, 3, other), box, 8, 24).pixels())
        .isEqualTo(RandomCrop.cut(image, box, 8, 24).pixels());
  }

  /**
   * In a square, all shapes fit up to 3/4 of the area, where the widest is as wide as the square;
   * larger parts are drawn anew if they do not fit, so that shares and shapes depend on each other.
   */
  @Test
  void areasAndShapesAreUniformWhereAllFit() {
    double[] shares = new double[DRAWS];
    double[] shapes = new double[DRAWS];
    int kept = 0;
    for (int i = 0; i < DRAWS; i++) {
      Box box = new RandomCrop(0.08).draw(1000, 1000, Seeds.random(1, "crop", i));
      assertThat(box.top()).isBetween(0, 1000 - box.height());
      assertThat(box.left()).isBetween(0, 1000 - box.width());
      double share = box.height() * box.width() / 1e6;
      assertThat(share).isGreaterThan(0.0795);
      if (share < 0.75) {
        shares[kept] = (share - 0.08) / (0.75 - 0.08);
        double shape = Math.log((double) box.width() / box.height());
        shapes[kept++] = (shape / Math.log(4.0 / 3) + 1) / 2;
      }
    }
    // Of all that are tried, (0.75 − 0.08) / 0.92 = 73% have less than 3/4 of the area.
    assertThat(kept).isGreaterThan((int) (0.72 * DRAWS));
    assertUniform(shares, kept);
    assertUniform(shapes, kept);
  }

  @Test
  void placesAreUniform() {
    double[] tops = new double[DRAWS];
    double[] lefts = new double[DRAWS];
    int kept = 0;
    for (int i = 0; i < DRAWS; i++) {
      Box box = new RandomCrop(0.08).draw(3000, 4000, Seeds.random(2, "crop", i));
      if (box.height() < 2900 && box.width() < 3900) {
        tops[kept] = box.top() / (3000.0 - box.height());
        lefts[kept++] = box.left() / (4000.0 - box.width());
      }
    }
    assertUniform(tops, kept);
    assertUniform(lefts, kept);
  }

  @Test
  void whereNoShapeFitsTheMiddleIsTaken() {
    SplittableRandom random = new SplittableRandom(1);
    // Parts of the whole area are at most 4/3 as wide as high.
    assertThat(new RandomCrop(1).draw(30, 300, random)).isEqualTo(new Box(0, 130, 30, 40));
    assertThat(new RandomCrop(1).draw(300, 30, random)).isEqualTo(new Box(130, 0, 40, 30));
  }

  @Test
  void anImageOfOnePixelIsWhole() {
    assertThat(new RandomCrop(0.9).draw(1, 1, new SplittableRandom(1)))
        .isEqualTo(new Box(0, 0, 1, 1));
  }

  /** Kolmogorov and Smirnov's statistic: above 1.95 / √n once in a thousand times. */
  private static void assertUniform(double[] values, int count) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(sorted[i] - (i + 0.5) / count));
    }
    assertThat(largest).isCloseTo(0, within(1.95 / Math.sqrt(count) + 0.001)); // whole pixels
  }
}
