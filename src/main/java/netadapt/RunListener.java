package netadapt;

/** Is told how a run goes on; from any thread. */
public interface RunListener {
  /** Nobody listens. */
  RunListener NONE = new RunListener() {};

  /**
   * How far the start of a cluster's executors is, for which the run waits before its work.
   *
   * @param fraction of those that are enough, in [0, 1]; 1 when the wait is over
   * @param what is there, such as {@code 1 of 2 executors, waiting up to 300 s}
   */
  default void waiting(double fraction, String what) {}

  /** A step was done before; nothing is left to do. */
  default void skipped(Step step) {}

  /** A step begins, or is resumed. */
  default void started(Step step) {}

  /**
   * How far a step is.
   *
   * @param fraction what is done of it, in [0, 1]
   * @param what is being done, such as {@code iteration 3, 412 images/s}
   */
  default void advanced(Step step, double fraction, String what) {}

  /**
   * A step is done.
   *
   * @param result what came out, in a few words
   */
  default void done(Step step, String result) {}

  /** A step failed or was cancelled; whoever asked for the step is thrown the reason. */
  default void interrupted(Step step) {}

  /**
   * How far work is that is no step: the scoring of given sub-networks, or a rank check.
   *
   * @param fraction what is done of it, in [0, 1]
   * @param what is being done, such as {@code 7 of 24 scored}
   */
  default void working(double fraction, String what) {}

  /** Something is not as it should be, but the run goes on. */
  default void warned(String warning) {}
}
