package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  private static final int SIDE = 8;
  private static final int SIZE = SIDE * SIDE * 3;
  private static final Normalization IDENTITY =
      new Normalization(new float[3], new float[] {1, 1, 1});

  @Test
  void cutsThenAppliesThePolicyThenShiftsAndMirrors() {
    DecodedImage photograph = Pictures.random(40, 60, 3, 1);
    Augmentation all = new Augmentation(2, true, 0.3, AutoAugment.IMAGENET);
    for (int seed = 0; seed < 50; seed++) {
      float[] actual = new float[SIZE];
      all.apply(photograph, SIDE, SIDE, IDENTITY, new SplittableRandom(seed), actual, 0);

      SplittableRandom random = new SplittableRandom(seed);
      RandomCrop.Box box = new RandomCrop(0.3).draw(40, 60, random);
      DecodedImage cut = RandomCrop.cut(photograph, box, SIDE, SIDE);
      DecodedImage changed = AutoAugment.IMAGENET.change(cut, random);
      int down = random.nextInt(5) - 2;
      int right = random.nextInt(5) - 2;
      boolean mirrored = random.nextBoolean();
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          int row = y - down;
          int column = mirrored ? SIDE - 1 - (x - right) : x - right;
          boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
          int expected = inside ? changed.pixels()[(row * SIDE + column) * 3 + 1] & 0xff : 0;
          assertThat(actual[(y * SIDE + x) * 3 + 1] * 255).isCloseTo(expected, within(1e-3f));
        }
      }
    }
  }

  @Test
  void anImageOfAShardIsChangedAsTheSameImageAlone() {
    DecodedImage image = Pictures.random(SIDE, SIDE, 3, 2);
    byte[] pixels = new byte[3 * SIZE];
    System.arraycopy(image.pixels(), 0, pixels, 2 * SIZE, SIZE);
    ImageShard shard = new ImageShard(0, 0, SIDE, SIDE, 3, pixels, new int[3]);
    for (double smallest : new double[] {1, 0.2}) {
      for (AutoAugment policy : AutoAugment.values()) {
        Augmentation augmentation = new Augmentation(1, true, smallest, policy);
        for (int seed = 0; seed < 20; seed++) {
          float[] ofShard = new float[SIZE + 1];
          float[] alone = new float[SIZE + 1];
          augmentation.apply(shard, 2, IDENTITY, new SplittableRandom(seed), ofShard, 1);
          augmentation.apply(image, SIDE, SIDE, IDENTITY, new SplittableRandom(seed), alone, 1);
          assertThat(ofShard).isEqualTo(alone);
        }
      }
    }
    assertThat(shard.image(2).pixels()).isEqualTo(image.pixels()); // left as it is
  }

  @Test
  void withoutACropTheCentreIsTaken() {
    DecodedImage photograph = Pictures.random(30, 21, 3, 3);
    float[] actual = new float[SIZE];

    Augmentation.NONE.apply(photograph, SIDE, SIDE, IDENTITY, new SplittableRandom(1), actual, 0);

    byte[] expected = CentreFit.fit(photograph, SIDE, SIDE).pixels();
    for (int i = 0; i < SIZE; i++) {
      assertThat(actual[i] * 255).isCloseTo(expected[i] & 0xff, within(1e-3f));
    }
  }

  @Test
  void greyPhotographsFillAllChannels() {
    float[] actual = new float[SIZE];

    new Augmentation(0, false, 0.1, AutoAugment.CIFAR10)
        .apply(
            Pictures.random(30, 21, 1, 3),
            SIDE,
            SIDE,
            IDENTITY,
            new SplittableRandom(1),
            actual,
            0);

    for (int i = 0; i < SIZE; i += 3) {
      assertThat(actual[i + 1]).isEqualTo(actual[i]);
      assertThat(actual[i + 2]).isEqualTo(actual[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void aCropIsAShareOfTheArea(double smallest) {
    assertThatThrownBy(() -> new Augmentation(0, false, smallest, AutoAugment.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("smallestCrop");
  }
}
