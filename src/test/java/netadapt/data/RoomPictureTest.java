package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoomPictureTest {
  /** 6 m by 4 m by 3 m, with the camera in the middle. */
  private static final double[] HALF = {3, 2, 1.5};

  private static final double[] MIDDLE = {0, 0, 1.5};

  @Test
  void aWallStraightAheadHasTheSameDepthEverywhere() {
    // 60° across: at 3 m the picture is 3.46 m wide, less than the wall.
    float[] depths = depths(room(), RoomCamera.of(MIDDLE, 0, 0, 0, 60), 20, 30);

    assertThat(known(depths)).isNotEmpty();
    for (float depth : known(depths)) {
      assertThat(depth).isCloseTo(3, within(1e-5f));
    }
  }

  /** The depth of a floor at height −1.5 by similar triangles, row by row. */
  @Test
  void theFloorsDepthFollowsFromThePlaceOfThePixel() {
    int height = 21;
    float[] depths = depths(room(), RoomCamera.of(MIDDLE, 0, 0, 0, 90), height, height);

    int floor = 0;
    for (int y = 0; y < height; y++) {
      double downwards = (y + 0.5 - height / 2.0) * 2 / height;
      double expected = Math.min(3, 1.5 / Math.abs(downwards));
      float[] column = {depths[y * height + height / 2]};
      for (float depth : known(column)) {
        assertThat((double) depth).isCloseTo(expected, within(1e-4));
        floor += expected < 3 ? 1 : 0;
      }
    }
    assertThat(floor).as("rows of floor and ceiling of which a depth is known").isPositive();
  }

  @Test
  void turningTheCameraAwayLooksAtAnotherWall() {
    for (int turn : new int[] {90, 270}) {
      float[] depths = depths(room(), RoomCamera.of(MIDDLE, turn, 0, 0, 20), 5, 5);
      assertThat(known(depths)[0]).isCloseTo(2, within(1e-5f));
    }
    float[] up = depths(room(), RoomCamera.of(MIDDLE, 0, 90, 0, 20), 5, 5);
    assertThat(known(up)[0]).isCloseTo(1.5f, within(1e-5f));
  }

  @Test
  void aBoxHidesTheWallAndIsSeenAtItsFront() {
    RoomBox straight = box(new double[] {2, 0, 1.5}, 0);
    float[] depths = depths(room(straight), RoomCamera.of(MIDDLE, 0, 0, 0, 60), 31, 31);
    assertThat(depths[15 * 31 + 15]).isIn(0f, 1.5f);
    assertThat(known(depths)).contains(1.5f, 3f);

    // Turned by 45°, its edge is √½ m before its centre, and it is symmetric.
    RoomBox turned = box(new double[] {2, 0, 1.5}, Math.PI / 4);
    float[] edge = depths(room(turned), RoomCamera.of(MIDDLE, 0, 0, 0, 60), 31, 31);
    float nearest = Float.POSITIVE_INFINITY;
    for (float depth : known(edge)) {
      nearest = Math.min(nearest, depth);
    }
    assertThat((double) nearest).isCloseTo(2 - Math.sqrt(0.5), within(0.02));
  }

  @Test
  void aNumberHasOnePictureAndAnotherNumberAnother() {
    RoomPicture one = RoomPicture.of("train", 3, 24, 32);

    assertThat(RoomPicture.of("train", 3, 24, 32).image().pixels()).isEqualTo(one.image().pixels());
    assertThat(RoomPicture.of("train", 3, 24, 32).depth().values()).isEqualTo(one.depth().values());
    assertThat(RoomPicture.of("train", 4, 24, 32).image().pixels())
        .isNotEqualTo(one.image().pixels());
    assertThat(RoomPicture.of("test", 3, 24, 32).image().pixels())
        .isNotEqualTo(one.image().pixels());
  }

  /**
   * What learning needs: known depths, of which a constant says little, and pictures with light.
   */
  @Test
  void picturesVaryInDepthAndInLight() {
    double[] means = new double[200];
    for (int i = 0; i < means.length; i++) {
      RoomPicture picture = RoomPicture.of("train", i, 24, 32);
      float[] known = known(picture.depth().values());
      assertThat(known.length).isBetween(24 * 32 / 4, 24 * 32);
      for (float depth : known) {
        assertThat(depth).isBetween(0.5f, 10f);
        means[i] += depth / known.length;
      }
      assertThat(tones(picture.image())).isGreaterThan(15);
    }
    double mean = Arrays.stream(means).average().orElseThrow();
    double variance =
        Arrays.stream(means).map(m -> (m - mean) * (m - mean)).average().orElseThrow();
    assertThat(mean).isBetween(1.5, 4.5);
    assertThat(Math.sqrt(variance)).isBetween(0.5, 2.0);
  }

  private static Room room(RoomBox... boxes) {
    return new Room(
        new RoomBox(MIDDLE, HALF, 1, 0, sides()), List.of(boxes), new double[] {0, 0, 2.8});
  }

  private static RoomBox box(double[] centre, double angle) {
    double[] half = {0.5, 0.5, 0.5};
    return new RoomBox(centre, half, Math.cos(angle), Math.sin(angle), sides());
  }

  private static RoomTexture[] sides() {
    RoomTexture[] sides = new RoomTexture[6];
    Arrays.fill(sides, RoomTexture.draw(new SplittableRandom(1)));
    return sides;
  }

  private static float[] depths(Room room, RoomCamera camera, int height, int width) {
    return RoomPicture.take(room, camera, height, width, new SplittableRandom(5)).depth().values();
  }

  private static float[] known(float[] depths) {
    float[] known = new float[depths.length];
    int count = 0;
    for (float depth : depths) {
      if (depth > 0) {
        known[count++] = depth;
      }
    }
    return Arrays.copyOf(known, count);
  }

  private static long tones(DecodedImage image) {
    boolean[] there = new boolean[256];
    for (byte pixel : image.pixels()) {
      there[pixel & 0xff] = true;
    }
    long count = 0;
    for (boolean tone : there) {
      count += tone ? 1 : 0;
    }
    return count;
  }
}
