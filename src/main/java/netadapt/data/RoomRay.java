package netadapt.data;

/** A line of sight, and what it has met so far; one is used for many lines. */
final class RoomRay {
  /** Where it starts, in metres, and its direction, which need not be of length 1. */
  final double[] from = new double[3];

  final double[] direction = new double[3];

  /** How many lengths of the direction lie between the start and what it meets. */
  double length;

  /** What it meets. */
  RoomBox box;

  /** Whether it meets that from within. */
  boolean inside;

  /** The side that it meets: 0, 1 and 2 are across the box's own x, y and z. */
  int axis;

  /** Whether that is the side at the axis' end. */
  boolean end;

  void start(double[] point) {
    System.arraycopy(point, 0, from, 0, 3);
    length = Double.POSITIVE_INFINITY;
    box = null;
  }

  /** A coordinate of where it ends. */
  double at(int axis) {
    return from[axis] + length * direction[axis];
  }
}
