package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import netadapt.BrokenRule;
import netadapt.data.ImageReader.UnreadableImage;
import org.junit.jupiter.api.Test;

class TargetMapTest {
  private static final Normalization IDENTITY =
      new Normalization(new float[] {0}, new float[] {1 / 255f});

  @Test
  void bytesAreLittleEndianFloatsRowByRow() {
    TargetMap map = map(3, 5, 1);

    ByteBuffer bytes = ByteBuffer.wrap(map.bytes()).order(ByteOrder.LITTLE_ENDIAN);

    for (float value : map.values()) {
      assertThat(bytes.getFloat()).isEqualTo(value);
    }
    assertThat(TargetMap.of(3, 5, map.bytes()).values()).isEqualTo(map.values());
    assertThatThrownBy(() -> TargetMap.of(3, 5, new byte[59]))
        .hasMessage("59 bytes are not a target of 3×5 pixels");
  }

  /** Of a slope, scaling keeps what is in the middle of a pixel; the nearest one is within half. */
  @Test
  void theFittedTargetIsOfTheSamePartAsTheImage() {
    byte[] slope = new byte[40 * 60];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (byte) (2 * (i % 60) + 3 * (i / 60));
    }
    for (int[] size : new int[][] {{5, 8}, {12, 9}, {20, 20}, {30, 41}, {80, 50}}) {
      DecodedImage image = new DecodedImage(40, 60, 1, slope);
      byte[] fitted = CentreFit.fit(image, size[0], size[1], 0.8).pixels();

      float[] target = CentreFit.fit(depths(slope, 40, 60), size[0], size[1], 0.8).values();

      for (int i = 0; i < target.length; i++) {
        assertThat(target[i]).isCloseTo(fitted[i] & 0xff, within(3f));
      }
    }
  }

  @Test
  void fittedValuesAreThoseOfPixelsAndNeverBetweenTwo() {
    TargetMap map = new TargetMap(2, 4, new float[] {1, 2, 3, 4, 0, 6, 7, 8});

    assertThat(CentreFit.fit(map, 2, 2, 1).values()).containsExactly(2, 3, 6, 7);
    assertThat(CentreFit.fit(map, 4, 4, 1).values())
        .containsExactly(2, 2, 3, 3, 2, 2, 3, 3, 6, 6, 7, 7, 6, 6, 7, 7);
    assertThat(CentreFit.fit(map, 1, 2, 1).values()).containsExactly(6, 8);
    assertThat(CentreFit.fit(map, 2, 4, 1).values()).isEqualTo(map.values());
  }

  @Test
  void whatIsNoDepthIsNotKnown() throws Exception {
    float[] values = {1.5f, -2, Float.NaN, Float.POSITIVE_INFINITY, 0, 3};

    assertThat(new TargetMap(2, 3, values).known().values()).containsExactly(1.5f, 0, 0, 0, 0, 3);
  }

  @Test
  void depthsThatNobodyCanLearnFromAreRefused() {
    DecodedImage image = Pictures.random(3, 5, 1, 1);

    assertThatThrownBy(() -> map(5, 3, 1).checkSize(image))
        .isInstanceOf(UnreadableImage.class)
        .hasMessage("its depth has 5×3 pixels but must have the image's 3×5");
    assertThatThrownBy(() -> new TargetMap(1, 2, new float[] {0, -1}).known())
        .isInstanceOf(UnreadableImage.class)
        .hasMessage("its depth has no valid pixel: one above 0");
    assertThatThrownBy(() -> new TargetMap(1, 4, new float[] {0, 900, 2345, 3000}).known())
        .isInstanceOf(UnreadableImage.class)
        .hasMessageStartingWith("its depths have a median of 2,345 but must be metres");
  }

  @Test
  void aTrainingImageAndItsTargetAreMovedTheSameWay() {
    byte[] pixels = Pictures.random(9, 7, 1, 4).pixels();
    ImageShard shard = shard(pixels, 9, 7);
    Augmentation augmentation = new Augmentation(2, true, 1, AutoAugment.NONE);
    for (int seed = 0; seed < 40; seed++) {
      float[] image = new float[63];
      float[] target = new float[64];

      shard
          .epoch(seed)
          .at(0)
          .write(augmentation, IDENTITY, new SplittableRandom(seed), image, 0, target, 1);

      assertThat(Arrays.copyOfRange(target, 1, 64)).isEqualTo(image);
      float[] alone = new float[63];
      augmentation.apply(shard, 0, IDENTITY, new SplittableRandom(seed), alone, 0);
      assertThat(image).isEqualTo(alone);
    }
  }

  @Test
  void aShardHasTheTargetsOfItsImages() {
    ImageShard without = new ImageShard(0, 0, 1, 2, 1, new byte[2], new int[1]);
    float[] targets = {1, 2, 3, 4};
    ImageShard with = new ImageShard(0, 0, 1, 2, 1, new byte[4], new int[2], targets, 2);

    assertThat(without.targetSize()).isZero();
    assertThat(without.target(0)).isEmpty();
    assertThat(with.targetSize()).isEqualTo(2);
    assertThat(with.target(1)).containsExactly(3, 4);
    assertThatThrownBy(() -> with.target(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(
            () -> new ImageShard(0, 0, 1, 2, 1, new byte[2], new int[1], new float[3], 2))
        .hasMessageContaining("3 targets of 2 values each are not those of 1 images");
  }

  @Test
  void cropsAndPoliciesAreRefusedWhereThereAreTargets() {
    assertThatThrownBy(() -> new Augmentation(0, false, 0.5, AutoAugment.NONE).checkForTargets())
        .isInstanceOf(BrokenRule.class)
        .hasMessageStartingWith("smallest-crop is 0.5 but must be 1 where images have targets");
    assertThatThrownBy(() -> new Augmentation(0, false, 1, AutoAugment.CIFAR10).checkForTargets())
        .isInstanceOf(BrokenRule.class)
        .hasMessageStartingWith("policy is cifar10 but must be none where images have targets");
  }

  private static ImageShard shard(byte[] pixels, int height, int width) {
    return new ImageShard(
        0,
        0,
        height,
        width,
        1,
        pixels,
        new int[1],
        depths(pixels, height, width).values(),
        height * width);
  }

  /** Of 0 to 255 metres, as the pixels are. */
  private static TargetMap depths(byte[] pixels, int height, int width) {
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels[i] & 0xff;
    }
    return new TargetMap(height, width, values);
  }

  private static TargetMap map(int height, int width, long seed) {
    Random random = new Random(seed);
    float[] values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + 9 * random.nextFloat();
    }
    return new TargetMap(height, width, values);
  }
}
