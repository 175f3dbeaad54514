package netadapt.data;

import java.util.SplittableRandom;
import netadapt.Seeds;

/**
 * A picture of a {@link Room}: what a camera sees, and how far away that is along the camera's
 * direction.
 *
 * @param image {@code [h, w, 3]}
 * @param depth {@code [h, w]} in metres; 0 where a depth sensor would have failed
 */
record RoomPicture(DecodedImage image, TargetMap depth) {
  /** What a depth sensor measures, in metres. */
  private static final double NEAREST = 0.5;

  private static final double FARTHEST = 10;

  /** Of the light that reaches a surface from everywhere. */
  private static final double AMBIENT = 0.3;

  /** In metres; at this distance the light is half of what it is nearby. */
  private static final double FALL_OFF = 2.5;

  /** Mean brightness that a camera aims at. */
  private static final double EXPOSURE = 0.25;

  /** Deviation of a pixel's noise, of 1. */
  private static final double NOISE = 0.015;

  private static final double LEAST_FACING = 0.1;
  private static final double EDGE = 1.1;
  private static final double SPECKLES = 0.01;

  /**
   * Takes the picture that has a number.
   *
   * @param set that it belongs to; others have other pictures
   * @param height in pixels
   * @param width in pixels
   */
  static RoomPicture of(String set, int number, int height, int width) {
    SplittableRandom random = Seeds.random(0, "rooms", set, number);
    double[] half = Room.drawSize(random);
    RoomCamera camera = Room.drawCamera(half, random);
    return take(Room.draw(camera, half, random), camera, height, width, random);
  }

  /** Takes a picture. */
  static RoomPicture take(
      Room room, RoomCamera camera, int height, int width, SplittableRandom random) {
    float[] light = new float[height * width * 3];
    float[] depths = new float[height * width];
    boolean[] seen = new boolean[height * width];
    RoomRay ray = new RoomRay();
    RoomRay lamp = new RoomRay();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        camera.see(ray, y, x, height, width);
        room.trace(ray);
        depths[at] = (float) ray.length;
        seen[at] = facing(ray) >= LEAST_FACING;
        shade(room, ray, lamp, camera.pixel(width), light, 3 * at);
      }
    }
    DecodedImage image = new DecodedImage(height, width, 3, exposed(light, random));
    return new RoomPicture(
        image, new TargetMap(height, width, measured(depths, seen, width, random)));
  }

  /** How straight a ray meets a surface, from 0 to 1. */
  private static double facing(RoomRay ray) {
    return Math.abs(ray.box.facing(ray.direction, ray.axis, ray.end)) / norm(ray.direction);
  }

  private static double norm(double[] vector) {
    return Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
  }

  /** What of the light a point throws back, by its texture, and by Lambert's law. */
  private static void shade(
      Room room, RoomRay ray, RoomRay lamp, double pixel, float[] light, int to) {
    lamp.start(room.light());
    double[] point = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      point[axis] = ray.at(axis);
      lamp.direction[axis] = point[axis] - lamp.from[axis];
    }
    double distance = norm(lamp.direction);
    // Of boxes the normal points to the light, of the room away from it.
    double towards = -ray.box.facing(lamp.direction, ray.axis, ray.end) / distance;
    double straight = Math.max(0, ray.inside ? -towards : towards);
    boolean dark = straight == 0 || room.dark(lamp);
    double falling = 1 / (1 + distance * distance / (FALL_OFF * FALL_OFF));
    double bright = AMBIENT + (dark ? 0 : straight) * 2 * falling;
    RoomTexture texture = ray.box.side(ray.axis, ray.end);
    double share =
        texture.share(
            ray.box.along(point, ray.axis, 1),
            ray.box.along(point, ray.axis, 2),
            pixel * ray.length);
    for (int c = 0; c < 3; c++) {
      double reflected = (1 - share) * texture.first()[c] + share * texture.second()[c];
      light[to + c] = (float) (reflected * bright);
    }
  }

  /** As a camera that chooses its exposure gives it: brighter as its root, with noise. */
  private static byte[] exposed(float[] light, SplittableRandom random) {
    double sum = 0;
    for (float value : light) {
      sum += value;
    }
    double scale = EXPOSURE * light.length / sum;
    byte[] pixels = new byte[light.length];
    for (int i = 0; i < pixels.length; i++) {
      // Two draws of deviation 1/√12 each, and both together of √(1/6).
      double noise = (random.nextDouble() + random.nextDouble() - 1) * NOISE * Math.sqrt(6);
      double value = Math.sqrt(light[i] * scale) + noise;
      pixels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
    return pixels;
  }

  /**
   * Leaves out what a sensor of structured light does not measure: what is too near or too far,
   * what it sees at a flat angle, what is behind an edge, and single pixels.
   */
  private static float[] measured(
      float[] depths, boolean[] seen, int width, SplittableRandom random) {
    float[] measured = new float[depths.length];
    for (int i = 0; i < depths.length; i++) {
      boolean first = i % width == 0;
      boolean behind = !first && depths[i] > EDGE * depths[i - 1];
      boolean lost = random.nextDouble() < SPECKLES;
      boolean inRange = depths[i] >= NEAREST && depths[i] <= FARTHEST;
      measured[i] = seen[i] && inRange && !behind && !lost ? depths[i] : 0;
    }
    return measured;
  }
}
