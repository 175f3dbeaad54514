package netadapt.train;

/**
 * How accurate networks were after an epoch, on held-out images and with the moving average of the
 * weights. Not a number where a network's outputs were none.
 *
 * @param full of the whole network that is trained
 * @param half of the one with half of every layer's filters, and the smallest kernels; not a number
 *     if there are no weights that sub-networks share
 * @param quarter of the one with a quarter; likewise
 */
public record EpochAccuracy(double full, double half, double quarter) {
  /** Of a network that is trained by itself. */
  public static EpochAccuracy of(double accuracy) {
    return new EpochAccuracy(accuracy, Double.NaN, Double.NaN);
  }
}
