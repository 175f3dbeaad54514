package netadapt.measure;

import java.util.Arrays;

/**
 * What repeated measurements say, whatever disturbed a few of them.
 *
 * @param value the mean of the half in the middle; finer than the median where a clock ticks slowly
 * @param spread half of the way between the quartiles
 */
record Typical(double value, double spread) {
  /**
   * Of at least one number, in any order.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Typical of(double... numbers) {
    if (numbers.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int low = sorted.length / 4;
    int high = sorted.length - low; // exclusive
    double value = Arrays.stream(sorted, low, high).average().orElseThrow();
    return new Typical(value, (sorted[high - 1] - sorted[low]) / 2);
  }
}
