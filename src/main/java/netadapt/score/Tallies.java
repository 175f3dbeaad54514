package netadapt.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import netadapt.onnx.OnnxClassifier;

/** Adds up what the sub-networks of a group make of images, batch after batch. */
final class Tallies {
  private final Metric metric;
  private final double[] values;
  private final long[] invalid;
  private long runtimeNanos;

  Tallies(Metric metric, int subNetworks) {
    this.metric = metric;
    this.values = new double[subNetworks];
    this.invalid = new long[subNetworks];
  }

  /**
   * Adds a batch.
   *
   * @param count of the batch's images
   * @param labels of images by their number
   * @param first number of the batch's first image
   */
  void add(OnnxClassifier.Answer answer, int count, IntUnaryOperator labels, int first) {
    runtimeNanos += answer.nanos();
    for (int subNetwork = 0; subNetwork < values.length; subNetwork++) {
      float[][] outputs = OnnxClassifier.rows(answer.outputs().get(subNetwork), count);
      for (int image = 0; image < count; image++) {
        if (hasNaN(outputs[image])) {
          invalid[subNetwork]++;
        } else {
          values[subNetwork] += metric.of(outputs[image], labels.applyAsInt(first + image));
        }
      }
    }
  }

  /**
   * The sums, with equal parts of the time for all.
   *
   * @param images how many were added
   * @param nanos the task's time
   */
  List<Tally> of(long images, long nanos, String executor) {
    double seconds = nanos / 1e9 / values.length;
    double runtimeSeconds = runtimeNanos / 1e9 / values.length;
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tallies.add(new Tally(values[i], images, invalid[i], seconds, runtimeSeconds, executor));
    }
    return tallies;
  }

  private static boolean hasNaN(float[] outputs) {
    for (float output : outputs) {
      if (Float.isNaN(output)) {
        return true;
      }
    }
    return false;
  }
}
