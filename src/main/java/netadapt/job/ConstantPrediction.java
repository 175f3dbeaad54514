package netadapt.job;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.JobLabels;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.task.Quality;
import netadapt.task.Truth;

/**
 * What comes out where no image is looked at: of every pixel the same is told, the mean of all
 * pixels of the training images of which something is known. A network that is worth anything does
 * better.
 */
final class ConstantPrediction {
  private ConstantPrediction() {}

  /**
   * Tests it on the test images, of which there are some.
   *
   * @param dataset with targets
   * @return by the names of the task's qualities
   */
  static Map<String, Double> tests(Run run, Dataset dataset) {
    List<Quality> qualities = run.settings().task().qualities();
    int images = dataset.count(Split.TEST);
    try (JobLabels labels = JobLabels.set(run.context(), "the same for every pixel")) {
      float mean = (float) dataset.meanTarget();
      double[] sums =
          dataset
              .shards(Split.TEST, ScoringGrid.shards(images), 1)
              .map(shard -> sums(qualities, shard, mean))
              .collect() // in their order, in which they are always added
              .stream()
              .reduce(ConstantPrediction::plus)
              .orElseThrow();
      Map<String, Double> tests = new HashMap<>();
      for (int i = 0; i < sums.length; i++) {
        tests.put(qualities.get(i).name(), sums[i] / images);
      }
      return tests;
    }
  }

  private static double[] sums(List<Quality> qualities, ImageShard shard, float mean) {
    float[] outputs = new float[shard.targetSize()];
    Arrays.fill(outputs, mean);
    double[] sums = new double[qualities.size()];
    for (int image = 0; image < shard.size(); image++) {
      Truth truth = new Truth(shard.label(image), shard.target(image));
      Arrays.setAll(sums, i -> sums[i] + qualities.get(i).of(outputs, truth));
    }
    return sums;
  }

  private static double[] plus(double[] some, double[] others) {
    double[] sums = new double[some.length];
    Arrays.setAll(sums, i -> some[i] + others[i]);
    return sums;
  }
}
