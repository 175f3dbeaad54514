package netadapt.score;

import java.util.ArrayList;
import java.util.List;
import netadapt.onnx.OnnxClassifier;
import netadapt.task.Quality;
import netadapt.task.Truth;

/** Adds up what the sub-networks of a group make of images, batch after batch. */
final class Tallies {
  private final Quality metric;
  private final long[] invalid;
  private final List<ImageScores> ofImages = new ArrayList<>();

  Tallies(Quality metric, int subNetworks) {
    this.metric = metric;
    this.invalid = new long[subNetworks];
    for (int i = 0; i < subNetworks; i++) {
      ofImages.add(ImageScores.of(metric));
    }
  }

  /**
   * Adds a batch.
   *
   * @param outputs of each sub-network, {@code [count, values]}
   * @param truths what is known of each of the batch's images
   * @param first number of the batch's first image
   */
  void add(List<float[]> outputs, List<Truth> truths, int first) {
    int count = truths.size();
    for (int subNetwork = 0; subNetwork < invalid.length; subNetwork++) {
      float[][] rows = OnnxClassifier.rows(outputs.get(subNetwork), count);
      for (int image = 0; image < count; image++) {
        boolean valid = !hasNaN(rows[image]);
        double worth = valid ? metric.of(rows[image], truths.get(image)) : 0;
        invalid[subNetwork] += valid ? 0 : 1;
        ofImages.get(subNetwork).set(first + image, worth);
      }
    }
  }

  /**
   * The sums.
   *
   * @param images how many were added
   * @param cost of each sub-network
   */
  List<Outcome> of(int images, Tally cost) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < invalid.length; i++) {
      double value = ofImages.get(i).sum(images);
      Tally tally = new Tally(value, images, invalid[i], 0, 0, cost.executor());
      outcomes.add(new Outcome(tally.plus(cost), ofImages.get(i)));
    }
    return outcomes;
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
