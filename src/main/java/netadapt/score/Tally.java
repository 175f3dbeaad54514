package netadapt.score;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import netadapt.task.Quality;

/**
 * What scoring a sub-network on images added up to.
 *
 * @param value sum of what the metric says of each image
 * @param images images scored
 * @param invalid images whose outputs are not numbers; a network with any has no score
 * @param seconds the sub-network's part of its tasks' time; 0 if it had been scored before
 * @param runtimeSeconds its part of their time in ONNX Runtime
 * @param executor where; several are joined by commas
 */
public record Tally(
    double value, long images, long invalid, double seconds, double runtimeSeconds, String executor)
    implements Serializable {

  /** The metric's mean over the images; not a number if the network failed. */
  public double score() {
    return invalid > 0 || images == 0 ? Double.NaN : value / images;
  }

  /** How many images are right, by a metric that counts them. */
  public OptionalLong correct(Quality metric) {
    return metric.countsImages() ? OptionalLong.of(Math.round(value)) : OptionalLong.empty();
  }

  /** Both together: the same sub-network on other images. */
  Tally plus(Tally other) {
    return new Tally(
        value + other.value,
        images + other.images,
        invalid + other.invalid,
        seconds + other.seconds,
        runtimeSeconds + other.runtimeSeconds,
        both(executor, other.executor));
  }

  /** The same images, worth something else together. */
  Tally withValue(double other) {
    return new Tally(other, images, invalid, seconds, runtimeSeconds, executor);
  }

  /** The same without having taken time. */
  Tally again() {
    return new Tally(value, images, invalid, 0, 0, executor);
  }

  private static String both(String some, String others) {
    if (some.equals(others)) {
      return some;
    }
    TreeSet<String> all = new TreeSet<>(List.of(some.split(",")));
    all.addAll(List.of(others.split(",")));
    return String.join(",", all);
  }
}
