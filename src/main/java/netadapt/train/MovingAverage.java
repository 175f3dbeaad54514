package netadapt.train;

/**
 * The exponential moving average of a training's weights, statistics included.
 *
 * <p>Early on it forgets faster, so that it does not remember the random start: after step t it
 * keeps at most {@code (1 + t) / (10 + t)}.
 */
final class MovingAverage {
  private final double decay;
  private final float[] average;

  /**
   * @param decay part kept at each step, in {@code [0, 1)}
   * @param start the weights before the first step; copied
   */
  MovingAverage(double decay, float[] start) {
    this.decay = decay;
    this.average = start.clone();
  }

  /**
   * @param weights after the steps
   * @param step steps done in all
   * @param steps steps since the last update
   */
  void update(float[] weights, long step, int steps) {
    double kept = Math.pow(Math.min(decay, (1.0 + step) / (10.0 + step)), steps);
    for (int i = 0; i < average.length; i++) {
      average[i] = (float) (kept * average[i] + (1 - kept) * weights[i]);
    }
  }

  /** A copy. */
  float[] values() {
    return average.clone();
  }
}
