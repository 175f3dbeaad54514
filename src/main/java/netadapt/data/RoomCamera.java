package netadapt.data;

/**
 * Where a picture of a {@link Room} is taken from.
 *
 * @param place {@code [3]}, in metres
 * @param forward {@code [3]}: where the middle of the picture is, of length 1
 * @param right {@code [3]}, of length 1
 * @param down {@code [3]}, of length 1
 * @param spread half the picture's width over the distance from which it is seen
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package
record RoomCamera(double[] place, double[] forward, double[] right, double[] down, double spread) {

  /**
   * A camera by its angles, in degrees.
   *
   * @param turn from the x towards the y axis
   * @param tilt upwards
   * @param roll clockwise
   * @param view between the left and the right border of the picture, less than 180
   */
  static RoomCamera of(double[] place, double turn, double tilt, double roll, double view) {
    double cosTurn = cos(turn);
    double sinTurn = sin(turn);
    double cosTilt = cos(tilt);
    double sinTilt = sin(tilt);
    double[] forward = {cosTilt * cosTurn, cosTilt * sinTurn, sinTilt};
    double[] right = {sinTurn, -cosTurn, 0};
    double[] down = {sinTilt * cosTurn, sinTilt * sinTurn, -cosTilt};
    return new RoomCamera(
        place,
        forward,
        sum(cos(roll), right, sin(roll), down),
        sum(cos(roll), down, -sin(roll), right),
        sin(view / 2) / cos(view / 2));
  }

  /**
   * Starts a ray through a pixel. Its direction goes one metre forwards, so that its length is the
   * depth.
   */
  void see(RoomRay ray, int y, int x, int height, int width) {
    double pixel = pixel(width);
    double across = (x + 0.5 - width / 2.0) * pixel;
    double downwards = (y + 0.5 - height / 2.0) * pixel;
    ray.start(place);
    for (int axis = 0; axis < 3; axis++) {
      ray.direction[axis] = forward[axis] + across * right[axis] + downwards * down[axis];
    }
  }

  /** How far apart pixels are at a depth of one metre, in metres. */
  double pixel(int width) {
    return 2 * spread / width;
  }

  private static double[] sum(double a, double[] first, double b, double[] second) {
    double[] sum = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      sum[axis] = a * first[axis] + b * second[axis];
    }
    return sum;
  }

  /** The same on every machine, as {@code Math} need not be. */
  private static double cos(double degrees) {
    return StrictMath.cos(StrictMath.toRadians(degrees));
  }

  private static double sin(double degrees) {
    return StrictMath.sin(StrictMath.toRadians(degrees));
  }
}
