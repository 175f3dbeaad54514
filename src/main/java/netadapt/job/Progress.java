package netadapt.job;

/** Is told how far a step is; from any thread. */
@FunctionalInterface
public interface Progress {
  /**
   * Takes note of it.
   *
   * @param fraction what is done of the step, in [0, 1]
   * @param text what is being done, such as {@code iteration 3, 412 images/s}
   */
  void update(double fraction, String text);

  /** The progress of a part of the step, from one fraction of it to another. */
  default Progress part(double from, double to) {
    return (fraction, text) -> update(from + (to - from) * fraction, text);
  }
}
