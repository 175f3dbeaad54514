package netadapt.search;

import java.io.Serializable;
import java.util.OptionalLong;

/**
 * How well a sample does on the held-out images; higher is better.
 *
 * @param sample index of the sample
 * @param value the score, such as top-1 accuracy in {@code [0, 1]}; not a number if it failed
 * @param error standard error of the value where it is compared with those of other samples, which
 *     are scored on the same images, so that images that are easy or hard for all do not count; 0
 *     if the value is exact
 * @param correct images that are right; empty where images are not right or wrong
 * @param images images scored
 * @param dropped whether it was known not to be the best before all images were seen
 * @param seconds time it took; 0 if it was known
 * @param runtimeSeconds the part of it that inference took
 * @param executor where it was scored
 */
public record Score(
    int sample,
    double value,
    double error,
    OptionalLong correct,
    long images,
    boolean dropped,
    double seconds,
    double runtimeSeconds,
    String executor)
    implements Serializable {

  /** A score that counts images. */
  public Score(
      int sample,
      double value,
      double error,
      long correct,
      long images,
      boolean dropped,
      double seconds,
      double runtimeSeconds,
      String executor) {
    this(
        sample,
        value,
        error,
        OptionalLong.of(correct),
        images,
        dropped,
        seconds,
        runtimeSeconds,
        executor);
  }

  /** The score of a sample that could not be scored; it never wins. */
  public static Score failed(int sample, double seconds, String executor) {
    return new Score(sample, Double.NaN, 0, 0, 0, false, seconds, 0, executor);
  }

  /**
   * The standard error of a share of images: {@code √(p (1 - p) / n)}; that of a score by itself.
   *
   * @param share p, in {@code [0, 1]}
   * @param images n, at least 1
   */
  public static double errorOfShare(double share, long images) {
    return Math.sqrt(share * (1 - share) / images);
  }

  /** The same score of a sample with another index. */
  public Score at(int other) {
    return new Score(
        other, value, error, correct, images, dropped, seconds, runtimeSeconds, executor);
  }

  /** Whether it can win: it has a score, on all images. */
  public boolean eligible() {
    return !failed() && !dropped;
  }

  /** Whether there is no score; infinities are none either. */
  public boolean failed() {
    return !Double.isFinite(value);
  }
}
