package netadapt.search;

import java.io.Serializable;

/**
 * How well a sample does on the held-out images; higher is better.
 *
 * @param sample index of the sample
 * @param value the score, such as top-1 accuracy in {@code [0, 1]}; not a number if it failed
 * @param correct images classified correctly
 * @param images images scored
 * @param dropped whether it was known not to be the best before all images were seen
 * @param seconds time it took; 0 if it was known
 * @param runtimeSeconds the part of it that inference took
 * @param executor where it was scored
 */
public record Score(
    int sample,
    double value,
    long correct,
    long images,
    boolean dropped,
    double seconds,
    double runtimeSeconds,
    String executor)
    implements Serializable {
  /** The score of a sample that could not be scored; it never wins. */
  public static Score failed(int sample, double seconds, String executor) {
    return new Score(sample, Double.NaN, 0, 0, false, seconds, 0, executor);
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
