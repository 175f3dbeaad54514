package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How training images and their targets are turned and enlarged, and how their colours change. */
class MotionTest {
  private static final int HEIGHT = 24;
  private static final int WIDTH = 30;
  private static final int AREA = HEIGHT * WIDTH;
  private static final Normalization BYTES =
      new Normalization(new float[1], new float[] {1 / 255f});
  private static final Augmentation FAST_DEPTH =
      new Augmentation(1, true, 1, AutoAugment.NONE, 1.5, 5, 0);

  /** Of a slope, linear interpolation is exact; here the place is found the other way round. */
  @ParameterizedTest
  @CsvSource({"0, 1.5", "5, 1", "-90, 1", "30, 1.25", "180, 1"})
  void eachPixelOfAnImageGoesWhereItsAngleAndScaleSay(double degrees, double scale) {
    float[] moved = new float[AREA];
    new Augmentation.Pixels(slope().pixels(), 0, HEIGHT, WIDTH)
        .move(BYTES, new Motion(degrees, scale, false, 0, 0), moved, 0);

    int found = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        // As complex numbers: turned back counterclockwise, upwards being positive.
        double real = (x + 0.5 - WIDTH / 2.0) / scale;
        double imaginary = -(y + 0.5 - HEIGHT / 2.0) / scale;
        double back = -Math.toRadians(degrees);
        double fromX = real * Math.cos(back) - imaginary * Math.sin(back) + WIDTH / 2.0 - 0.5;
        double fromY = -(real * Math.sin(back) + imaginary * Math.cos(back)) + HEIGHT / 2.0 - 0.5;
        if (fromX > 0 && fromX < WIDTH - 1 && fromY > 0 && fromY < HEIGHT - 1) {
          found++;
          double expected = 20 + 2 * fromX + 3 * fromY;
          assertThat((double) moved[y * WIDTH + x]).isCloseTo(expected, within(1e-3));
        } else if (fromX < -0.51
            || fromX > WIDTH - 0.49
            || fromY < -0.51
            || fromY > HEIGHT - 0.49) {
          assertThat(moved[y * WIDTH + x]).isZero();
        }
      }
    }
    assertThat(found).isGreaterThan(AREA / 2);
  }

  @Test
  void aTargetIsMovedAsItsImageIs() {
    for (int seed = 0; seed < 100; seed++) {
      float[] pixels = new float[AREA];
      float[] targets = new float[AREA + 3];

      apply(FAST_DEPTH, slope(), depths(slope()), seed, pixels, targets);

      double scale = Motion.draw(FAST_DEPTH, new SplittableRandom(seed)).scale();
      for (int i = 0; i < AREA; i++) {
        if (pixels[i] == 0) { // black is nowhere in the image
          assertThat(targets[3 + i]).isZero();
        } else {
          // Half a pixel off at most in both directions, of slopes of 2 and 3.
          assertThat(targets[3 + i] * scale).isCloseTo(pixels[i], within(2.51));
        }
      }
    }
  }

  @Test
  void enlargingDividesDepthsAndLeavesNoneOut() {
    Augmentation larger = new Augmentation(0, false, 1, AutoAugment.NONE, 1.5, 0, 0);
    float[] three = new float[AREA];
    Arrays.fill(three, 3);
    for (int seed = 0; seed < 50; seed++) {
      float[] targets = new float[AREA + 3];
      apply(larger, slope(), new TargetMap(HEIGHT, WIDTH, three), seed, new float[AREA], targets);

      float expected = 3 / (float) Motion.draw(larger, new SplittableRandom(seed)).scale();
      for (int i = 3; i < targets.length; i++) {
        assertThat(targets[i]).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatIsNotKnownStaysSo() {
    float[] values = depths(slope()).values();
    for (int i = 0; i < AREA; i += 3) {
      values[i] = 0;
    }
    float[] targets = new float[AREA + 3];

    apply(FAST_DEPTH, slope(), new TargetMap(HEIGHT, WIDTH, values), 4, new float[AREA], targets);

    for (float target : targets) { // none is a mean of something and nothing
      assertThat(target == 0 || target > 13).isTrue();
    }
  }

  /** Uniform on an interval of width w: mean in its middle, deviation w/√12. */
  @Test
  void scalesAndAnglesAreUniform() {
    assertUniform(Motion::scale, 1, 1.5);
    assertUniform(Motion::degrees, -5, 5);
    assertThat(DoubleStream.of(drawn(m -> m.mirrored() ? 1 : 0)).average().orElseThrow())
        .isCloseTo(0.5, within(0.02)); // 4 deviations
  }

  @Test
  void brightnessIsUniformWhereNothingElseCanChange() {
    byte[] hundred = new byte[3 * 4];
    Arrays.fill(hundred, (byte) 100);
    DecodedImage image = new DecodedImage(2, 2, 3, hundred); // its contrast and saturation are none
    SplittableRandom random = new SplittableRandom(1);
    double[] tones = new double[10_000];
    for (int i = 0; i < tones.length; i++) {
      tones[i] = (new ColourJitter(0.4).change(image, random).pixels()[0] & 0xff) + 0.5; // cut off
    }

    assertUniform(tones, 60, 140);
  }

  /**
   * Of two greys, contrast changes the difference alone, and brightness both by its factor; bytes
   * are cut off to whole ones in between.
   */
  @Test
  void contrastIsUniformToo() {
    byte[] two = {80, 80, 80, 120, 120, 120};
    DecodedImage image = new DecodedImage(1, 2, 3, two);
    SplittableRandom random = new SplittableRandom(2);
    double[] contrasts = new double[10_000];
    for (int i = 0; i < contrasts.length; i++) {
      byte[] changed = new ColourJitter(0.4).change(image, random).pixels();
      double difference = (changed[3] & 0xff) - (changed[0] & 0xff);
      contrasts[i] = difference / ((changed[3] & 0xff) + (changed[0] & 0xff)) * 5; // 40 of 200
    }

    assertThat(DoubleStream.of(contrasts).average().orElseThrow()).isCloseTo(1, within(0.02));
    assertThat(DoubleStream.of(contrasts).min().orElseThrow()).isBetween(0.5, 0.65);
    assertThat(DoubleStream.of(contrasts).max().orElseThrow()).isBetween(1.35, 1.5);
  }

  @Test
  void coloursChangeAndTheTargetDoesNot() {
    Augmentation jitter = new Augmentation(0, false, 1, AutoAugment.NONE, 1, 0, 0.4);
    float[] pixels = new float[AREA];
    float[] targets = new float[AREA + 3];

    apply(jitter, slope(), depths(slope()), 3, pixels, targets);

    assertThat(Arrays.copyOfRange(targets, 3, AREA + 3)).isEqualTo(depths(slope()).values());
    assertThat(pixels).isNotEqualTo(depths(slope()).values());
  }

  @Test
  void anImageIsChangedTheSameWayWithAndWithoutItsTarget() {
    Augmentation all = new Augmentation(1, true, 1, AutoAugment.NONE, 1.5, 5, 0.4);
    ImageShard shard = new ImageShard(0, 0, HEIGHT, WIDTH, 1, slope().pixels(), new int[1]);
    for (int seed = 0; seed < 20; seed++) {
      float[] with = new float[AREA];
      float[] without = new float[AREA];
      apply(all, slope(), depths(slope()), seed, with, new float[AREA + 3]);
      all.apply(shard, 0, BYTES, new SplittableRandom(seed), without, 0);

      assertThat(with).isEqualTo(without);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.9, 0, 0, largestScale",
    "1, -1, 0, rotation",
    "1, 181, 0, rotation",
    "1, 0, 2, jitter"
  })
  void whatIsOutOfRangeIsRefused(double scale, double rotation, double jitter, String name) {
    assertThatThrownBy(
            () -> new Augmentation(0, false, 1, AutoAugment.NONE, scale, rotation, jitter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " is ");
  }

  private static void apply(
      Augmentation augmentation,
      DecodedImage image,
      TargetMap target,
      int seed,
      float[] pixels,
      float[] targets) {
    augmentation.apply(image, target, BYTES, new SplittableRandom(seed), pixels, 0, targets, 3);
  }

  private static void assertUniform(ToDoubleFunction<Motion> what, double from, double to) {
    assertUniform(drawn(what), from, to);
  }

  private static double[] drawn(ToDoubleFunction<Motion> what) {
    SplittableRandom random = new SplittableRandom(7);
    return DoubleStream.generate(() -> what.applyAsDouble(Motion.draw(FAST_DEPTH, random)))
        .limit(10_000)
        .toArray();
  }

  /** Within four deviations of what 10,000 draws have, and never outside. */
  private static void assertUniform(double[] values, double from, double to) {
    double deviation = (to - from) / Math.sqrt(12);
    double mean = DoubleStream.of(values).average().orElseThrow();
    double variance =
        DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertThat(mean).isCloseTo((from + to) / 2, within(4 * deviation / 100));
    assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(0.03 * deviation));
    assertThat(DoubleStream.of(values).allMatch(v -> v >= from && v <= to + 0.5)).isTrue();
  }

  /** Grey of 20 at least, which rises by 2 a column and 3 a row. */
  private static DecodedImage slope() {
    byte[] pixels = new byte[AREA];
    for (int i = 0; i < AREA; i++) {
      pixels[i] = (byte) (20 + 2 * (i % WIDTH) + 3 * (i / WIDTH));
    }
    return new DecodedImage(HEIGHT, WIDTH, 1, pixels);
  }

  private static TargetMap depths(DecodedImage image) {
    float[] values = new float[AREA];
    for (int i = 0; i < AREA; i++) {
      values[i] = image.pixels()[i] & 0xff;
    }
    return new TargetMap(HEIGHT, WIDTH, values);
  }
}
