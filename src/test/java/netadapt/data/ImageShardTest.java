package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ImageShardTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;
  private static final int CHANNELS = 3;
  private static final int SIZE = HEIGHT * WIDTH * CHANNELS;
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.4f, 0.5f, 0.6f}, new float[] {0.2f, 0.3f, 0.1f});

  private final ImageShard shard = shard();

  @Test
  void normalizesInBothLayouts() {
    float[] last = new float[SIZE + 2];
    float[] first = new float[SIZE + 2];

    shard.normalize(1, NORMALIZATION, Layout.CHANNELS_LAST, last, 2);
    shard.normalize(1, NORMALIZATION, Layout.CHANNELS_FIRST, first, 2);

    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < CHANNELS; c++) {
          float expected = plain(y, x, c);
          assertThat(last[2 + (y * WIDTH + x) * CHANNELS + c]).isCloseTo(expected, within(1e-5f));
          assertThat(first[2 + (c * HEIGHT + y) * WIDTH + x]).isCloseTo(expected, within(1e-5f));
        }
      }
    }
    assertThat(last[0]).isZero();
  }

  @Test
  void normalizingBeyondTheTargetOrTheShardIsRefused() {
    assertThatThrownBy(
            () -> shard.normalize(0, NORMALIZATION, Layout.CHANNELS_LAST, new float[SIZE], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(
            () -> shard.normalize(3, NORMALIZATION, Layout.CHANNELS_LAST, new float[SIZE], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void withoutAugmentationAnImageIsOnlyNormalized() {
    float[] expected = new float[SIZE];
    float[] actual = new float[SIZE];

    shard.normalize(2, NORMALIZATION, Layout.CHANNELS_LAST, expected, 0);
    Augmentation.NONE.apply(shard, 2, NORMALIZATION, new SplittableRandom(1), actual, 0);

    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void shiftedAndMirroredPixelsComeFromWherePlainComputationSays() {
    float[] actual = new float[SIZE];
    for (int down = -HEIGHT - 1; down <= HEIGHT + 1; down++) {
      for (int right = -WIDTH - 1; right <= WIDTH + 1; right++) {
        for (boolean mirrored : new boolean[] {false, true}) {
          Arrays.fill(actual, 99f);
          new Augmentation.Pixels(shard.pixels(), shard.start(1), HEIGHT, WIDTH)
              .shift(NORMALIZATION, down, right, mirrored, actual, 0);
          for (int i = 0; i < SIZE; i++) {
            int fromY = i / CHANNELS / WIDTH - down;
            int fromX = i / CHANNELS % WIDTH - right;
            boolean inside = fromY >= 0 && fromY < HEIGHT && fromX >= 0 && fromX < WIDTH;
            int column = mirrored ? WIDTH - 1 - fromX : fromX;
            float expected = inside ? plain(fromY, column, i % CHANNELS) : 0f;
            assertThat(actual[i]).isCloseTo(expected, within(1e-5f));
          }
        }
      }
    }
  }

  @Test
  void theSameSeedAugmentsTheSameWay() {
    Augmentation augmentation = new Augmentation(2, true, 1, AutoAugment.NONE);
    float[] one = new float[SIZE];
    float[] two = new float[SIZE];

    augmentation.apply(shard, 0, NORMALIZATION, new SplittableRandom(9), one, 0);
    augmentation.apply(shard, 0, NORMALIZATION, new SplittableRandom(9), two, 0);

    assertThat(one).isEqualTo(two);
  }

  @Test
  void everyShiftAndFlipIsDrawnAboutEquallyOften() {
    byte[] pixels = new byte[15];
    pixels[6] = (byte) 255; // row 1 of 3, column 1 of 5
    ImageShard marked = new ImageShard(0, 0, 3, 5, 1, pixels, new int[1]);
    Normalization identity = new Normalization(new float[] {0}, new float[] {1});
    SplittableRandom random = new SplittableRandom(3);
    float[] target = new float[15];
    int[] seen = new int[15];
    for (int round = 0; round < 9000; round++) {
      new Augmentation(1, true, 1, AutoAugment.NONE).apply(marked, 0, identity, random, target, 0);
      for (int i = 0; i < 15; i++) {
        seen[i] += target[i] > 0.5f ? 1 : 0;
      }
    }
    // Column 1 shifts to 0, 1, 2; mirrored it is column 3 and shifts to 2, 3, 4.
    for (int i = 0; i < 15; i++) {
      assertThat(seen[i]).isBetween(i % 5 == 2 ? 850 : 400, i % 5 == 2 ? 1150 : 600);
    }
  }

  private float plain(int y, int x, int c) {
    int value = shard.image(1).pixels()[(y * WIDTH + x) * CHANNELS + c] & 0xff;
    return (value / 255f - NORMALIZATION.mean()[c]) / NORMALIZATION.std()[c];
  }

  private static ImageShard shard() {
    byte[] pixels = new byte[3 * SIZE];
    new Random(1).nextBytes(pixels);
    return new ImageShard(0, 0, HEIGHT, WIDTH, CHANNELS, pixels, new int[] {4, 5, 6});
  }
}
