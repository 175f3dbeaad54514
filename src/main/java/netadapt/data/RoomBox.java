package netadapt.data;

/**
 * A cuboid that stands upright: a piece of furniture, or the room itself.
 *
 * @param centre {@code [3]}: x, y and z, which is upwards, in metres
 * @param half {@code [3]}: half its sides along its own axes, in metres
 * @param cos of the angle by which it is turned about the z axis
 * @param sin of that angle
 * @param sides {@code [6]}: its textures, those at the beginnings of the axes first
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package
record RoomBox(double[] centre, double[] half, double cos, double sin, RoomTexture[] sides) {

  /**
   * Ends a ray where it meets the box, if it does so earlier than it has met anything else.
   *
   * @param inside whether the ray starts within the box and meets its sides from there
   */
  void meet(RoomRay ray, boolean inside) {
    double enter = Double.NEGATIVE_INFINITY;
    double leave = Double.POSITIVE_INFINITY;
    int enterAxis = 0;
    int leaveAxis = 0;
    for (int axis = 0; axis < 3; axis++) {
      double start = turned(ray.from, axis, true);
      double step = turned(ray.direction, axis, false);
      if (step == 0 && Math.abs(start) > half[axis]) {
        return; // beside it
      }
      if (step != 0) {
        double near = (-Math.copySign(half[axis], step) - start) / step;
        double far = (Math.copySign(half[axis], step) - start) / step;
        if (near > enter) {
          enter = near;
          enterAxis = axis;
        }
        if (far < leave) {
          leave = far;
          leaveAxis = axis;
        }
      }
    }
    double length = inside ? leave : enter;
    if (enter < leave && length > 1e-6 && length < ray.length) {
      ray.length = length;
      ray.box = this;
      ray.inside = inside;
      ray.axis = inside ? leaveAxis : enterAxis;
      ray.end = turned(ray.direction, ray.axis, false) > 0 == inside;
    }
  }

  /** A coordinate of a point or direction along the box's own axis. */
  private double turned(double[] vector, int axis, boolean point) {
    double x = vector[0] - (point ? centre[0] : 0);
    double y = vector[1] - (point ? centre[1] : 0);
    return switch (axis) {
      case 0 -> cos * x + sin * y;
      case 1 -> cos * y - sin * x;
      default -> vector[2] - (point ? centre[2] : 0);
    };
  }

  /** The texture of a side. */
  RoomTexture side(int axis, boolean end) {
    return sides[axis + (end ? 3 : 0)];
  }

  /** A coordinate on a side of a point there, in metres: along the next axis or the one after. */
  double along(double[] point, int axis, int next) {
    return turned(point, (axis + next) % 3, true);
  }

  /**
   * How much of a direction is that of a side's normal, which points out of the box.
   *
   * @return positive where it points the same way
   */
  double facing(double[] direction, int axis, boolean end) {
    double along = turned(direction, axis, false);
    return end ? along : -along;
  }

  /** Whether a point is within so many metres of it, seen from above. */
  boolean isNear(double[] point, double metres) {
    return Math.abs(turned(point, 0, true)) < half[0] + metres
        && Math.abs(turned(point, 1, true)) < half[1] + metres;
  }
}
