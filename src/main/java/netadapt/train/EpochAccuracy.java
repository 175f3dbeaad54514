package netadapt.train;

/**
 * How accurate sub-networks were after an epoch, on held-out images and with the moving average of
 * the weights. Not a number where a network's outputs were none.
 *
 * @param full of the whole network
 * @param half of the one with half of every layer's filters, and the smallest kernels
 * @param quarter of the one with a quarter
 */
public record EpochAccuracy(double full, double half, double quarter) {}
