package netadapt.task;

/**
 * The mean absolute difference of depths over an image's valid pixels, those whose target is more
 * than 0; 0 for an image without any.
 */
public final class AbsoluteDepthError implements Loss {
  @Override
  public double of(double[] outputs, double[] targets, int images) {
    int pixels = targets.length / images;
    double sum = 0;
    for (int image = 0; image < images; image++) {
      sum += of(outputs, targets, image * pixels, pixels);
    }
    return sum;
  }

  private static double of(double[] outputs, double[] targets, int from, int pixels) {
    int valid = 0;
    for (int i = from; i < from + pixels; i++) {
      valid += targets[i] > 0 ? 1 : 0;
    }
    double sum = 0;
    for (int i = from; i < from + pixels; i++) {
      double difference = targets[i] > 0 ? outputs[i] - targets[i] : 0;
      sum += Math.abs(difference);
      outputs[i] = Math.signum(difference) / Math.max(1, valid);
    }
    return sum / Math.max(1, valid);
  }
}
