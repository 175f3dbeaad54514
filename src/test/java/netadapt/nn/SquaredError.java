package netadapt.nn;

import netadapt.task.Loss;

/** Half the sum of squared differences of an image; the simplest loss of pixels. */
public final class SquaredError implements Loss {
  @Override
  public double of(double[] outputs, double[] targets, int images) {
    double loss = 0;
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] -= targets[i];
      loss += outputs[i] * outputs[i] / 2;
    }
    return loss;
  }
}
