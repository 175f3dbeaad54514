package netadapt.nn;

/** The cross entropy of a softmax with shares of the classes, and its gradient. */
final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * {@code Σ −target · log softmax(logits)}.
   *
   * @param logits of all classes, image after image; become their gradient
   * @param targets shares of each class, likewise, each at least 0; an image's need not sum to 1
   * @return the sum over the images
   */
  static double of(double[] logits, double[] targets, int classes) {
    double loss = 0;
    for (int from = 0; from < logits.length; from += classes) {
      int to = from + classes;
      double logSum = logSumOfExponentials(logits, from, to);
      double target = 0;
      for (int i = from; i < to; i++) {
        loss += targets[i] * (logSum - logits[i]);
        target += targets[i];
      }
      for (int i = from; i < to; i++) {
        logits[i] = target * Math.exp(logits[i] - logSum) - targets[i];
      }
    }
    return loss;
  }

  /** Of indices {@code [from, to)}; the greatest is taken out, so that nothing overflows. */
  private static double logSumOfExponentials(double[] values, int from, int to) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      greatest = Math.max(greatest, values[i]);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.exp(values[i] - greatest);
    }
    return greatest + Math.log(sum);
  }
}
