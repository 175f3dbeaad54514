package netadapt.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A room that exists in a computer alone: four walls, a floor and a ceiling, boxes that stand in
 * it, and a light.
 *
 * @param walls the inside of a box; z is 0 at the floor
 * @param boxes that stand in it
 * @param light {@code [3]}, where the light is
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package
record Room(RoomBox walls, List<RoomBox> boxes, double[] light) {
  private static final int MOST_BOXES = 8;

  /** So far from a box or a wall the camera is, in metres. */
  private static final double CLEARANCE = 0.5;

  Room {
    boxes = List.copyOf(boxes);
  }

  /** A room of 3 to 9 metres' length, with some boxes, none of them around the camera. */
  static Room draw(RoomCamera camera, double[] half, SplittableRandom random) {
    RoomBox walls = new RoomBox(new double[] {0, 0, half[2]}, half, 1, 0, textures(random));
    List<RoomBox> boxes = new ArrayList<>();
    int wanted = 2 + random.nextInt(MOST_BOXES - 1);
    for (int i = 0; i < wanted; i++) {
      RoomBox box = box(half, random);
      if (!box.isNear(camera.place(), CLEARANCE)) {
        boxes.add(box);
      }
    }
    double[] light = {
      within(half[0], random), within(half[1], random), half[2] * (1.5 + 0.4 * random.nextDouble())
    };
    return new Room(walls, boxes, light);
  }

  /** Half the sides of a room. */
  static double[] drawSize(SplittableRandom random) {
    return new double[] {
      1.5 + 3 * random.nextDouble(),
      1.5 + 3 * random.nextDouble(),
      1.15 + 0.45 * random.nextDouble()
    };
  }

  /** A camera at the height of a standing or sitting person, which looks into the room. */
  static RoomCamera drawCamera(double[] half, SplittableRandom random) {
    double[] place = {
      within(half[0] - CLEARANCE, random),
      within(half[1] - CLEARANCE, random),
      0.9 + 0.9 * random.nextDouble()
    };
    double x = within(half[0] / 2, random) - place[0];
    double y = within(half[1] / 2, random) - place[1];
    return RoomCamera.of(
        place,
        StrictMath.toDegrees(StrictMath.atan2(y, x)),
        -25 + 30 * random.nextDouble(),
        -3 + 6 * random.nextDouble(),
        48 + 24 * random.nextDouble());
  }

  private static RoomBox box(double[] room, SplittableRandom random) {
    double[] half = {
      0.15 + 0.75 * random.nextDouble(),
      0.15 + 0.75 * random.nextDouble(),
      0.15 + 0.85 * random.nextDouble()
    };
    double[] centre = {within(room[0], random), within(room[1], random), half[2]};
    boolean turned = random.nextBoolean();
    double angle = turned ? Math.PI * random.nextDouble() : 0;
    return new RoomBox(
        centre, half, StrictMath.cos(angle), StrictMath.sin(angle), textures(random));
  }

  private static RoomTexture[] textures(SplittableRandom random) {
    RoomTexture wall = RoomTexture.draw(random);
    RoomTexture floor = RoomTexture.draw(random);
    RoomTexture ceiling = RoomTexture.draw(random);
    RoomTexture other = random.nextBoolean() ? wall : RoomTexture.draw(random);
    return new RoomTexture[] {wall, other, floor, wall, other, ceiling};
  }

  private static double within(double half, SplittableRandom random) {
    return half * (2 * random.nextDouble() - 1);
  }

  /** Ends a ray at the first surface that it meets. */
  void trace(RoomRay ray) {
    walls.meet(ray, true);
    for (RoomBox box : boxes) {
      box.meet(ray, false);
    }
  }

  /** Whether anything stands between two points, of which the second is where the ray ends. */
  boolean dark(RoomRay ray) {
    ray.length = 1 - 1e-4;
    ray.box = null;
    for (RoomBox box : boxes) {
      box.meet(ray, false);
    }
    return ray.box != null;
  }
}
