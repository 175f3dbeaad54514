package netadapt.report;

/**
 * The unit in which an axis counts.
 *
 * @param unit what one unit is
 * @param name as a title says it, such as {@code " in millions"}; empty for single ones
 */
record Scale(double unit, String name) {
  /** The scale that keeps numbers up to a largest one short. */
  static Scale of(double largest) {
    if (largest >= 2e9) {
      return new Scale(1e9, " in billions");
    }
    if (largest >= 2e6) {
      return new Scale(1e6, " in millions");
    }
    return largest >= 2e4 ? new Scale(1e3, " in thousands") : new Scale(1, "");
  }

  double[] of(double[] values) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] / unit;
    }
    return scaled;
  }
}
