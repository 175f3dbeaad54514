package netadapt.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measurements of the same thing, in the order they were taken.
 *
 * @param values at least one
 */
record Series(List<Double> values) {
  Series {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  /** Of what was measured in turn: each of these over its neighbour, which saw the same machine. */
  Series over(Series other) {
    return new Series(
        IntStream.range(0, values.size())
            .mapToObj(i -> values.get(i) / other.values.get(i))
            .toList());
  }

  Series times(double factor) {
    return new Series(values.stream().map(value -> value * factor).toList());
  }

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Least and greatest. */
  String range() {
    double[] sorted = sorted();
    return String.format(
        Locale.ROOT, "%.2f to %.2f of %d", sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  private double[] sorted() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
