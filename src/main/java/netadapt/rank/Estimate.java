package netadapt.rank;

/**
 * A number that was found on a few networks, and how far chance may have moved it.
 *
 * @param value what was found; not a number where it is undefined
 * @param low where the 95% interval begins; not a number where it is undefined
 * @param high where the 95% interval ends; not a number where it is undefined
 */
public record Estimate(double value, double low, double high) {
  /** Whether there is a value. */
  public boolean defined() {
    return !Double.isNaN(value);
  }
}
