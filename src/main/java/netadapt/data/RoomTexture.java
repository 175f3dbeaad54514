package netadapt.data;

import java.util.SplittableRandom;

/**
 * How a surface of a {@link Room} looks: two colours in a pattern.
 *
 * @param period of the pattern, in metres
 * @param first {@code [3]}, shares of red, green and blue light that are thrown back
 * @param second the same of the pattern
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package
record RoomTexture(Pattern pattern, double period, double[] first, double[] second) {
  /** Edges of a pattern are so many times steeper than a triangle wave. */
  private static final double STEEPNESS = 4;

  /** Which pixels have how much of the second colour. */
  enum Pattern {
    PLAIN,
    STRIPES,
    CHECKS,
    TILES,
    CLOUDS
  }

  static RoomTexture draw(SplittableRandom random) {
    Pattern pattern = Pattern.values()[random.nextInt(Pattern.values().length)];
    double period = 0.15 + 0.85 * random.nextDouble();
    double[] first = colour(random);
    return new RoomTexture(pattern, period, first, colour(random));
  }

  /** Walls and furniture are rarely gaudy: near a grey, which may be dark or bright. */
  private static double[] colour(SplittableRandom random) {
    double grey = 0.2 + 0.6 * random.nextDouble();
    double[] colour = new double[3];
    for (int c = 0; c < 3; c++) {
      colour[c] = Math.max(0.05, Math.min(0.95, grey + 0.5 * (random.nextDouble() - 0.5)));
    }
    return colour;
  }

  /**
   * Share of the second colour in a point.
   *
   * @param u place on the surface, in metres
   * @param v the other way
   * @param pixel width of a pixel on the surface, in metres: a pattern that is finer is not seen
   * @return in {@code [0, 1]}
   */
  double share(double u, double v, double pixel) {
    double across = u / period;
    double along = v / period;
    double share =
        switch (pattern) {
          case PLAIN -> 0;
          case STRIPES -> step(wave(across));
          case CHECKS -> step(wave(across) * wave(along));
          case TILES -> step(2 * Math.max(wave(across), wave(along)) - 1.7);
          case CLOUDS ->
              0.5 + 0.25 * (wave(across + 0.3 * along) + wave(0.7 * along - 0.4 * across));
        };
    return share * Math.max(0, Math.min(1, period / (3 * pixel) - 0.3));
  }

  /** From −1 to 1 and back over one period. */
  private static double wave(double x) {
    return 4 * Math.abs(x - Math.floor(x) - 0.5) - 1;
  }

  private static double step(double wave) {
    return Math.max(0, Math.min(1, 0.5 + STEEPNESS * wave / 2));
  }
}
