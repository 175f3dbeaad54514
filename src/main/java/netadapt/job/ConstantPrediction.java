package netadapt.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.JobLabels;
import netadapt.data.Dataset;
import netadapt.data.ImageShard;
import netadapt.data.Split;
import netadapt.task.Quality;
import netadapt.task.Task;
import netadapt.task.Truth;
import org.apache.spark.api.java.JavaRDD;

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
    Task task = run.settings().task();
    try (JobLabels labels = JobLabels.set(run.context(), "the same for every pixel")) {
      float mean = mean(shards(run, dataset, Split.TRAIN));
      double[] sums =
          shards(run, dataset, Split.TEST)
              .map(shard -> sums(task.qualities(), shard, mean))
              .reduce(ConstantPrediction::plus);
      Map<String, Double> tests = new HashMap<>();
      for (int i = 0; i < sums.length; i++) {
        tests.put(task.qualities().get(i).name(), sums[i] / dataset.count(Split.TEST));
      }
      return tests;
    }
  }

  private static JavaRDD<ImageShard> shards(Run run, Dataset dataset, Split split) {
    return dataset.shards(split, run.slots(), 1);
  }

  private static float mean(JavaRDD<ImageShard> shards) {
    double[] sums = shards.map(ConstantPrediction::known).reduce(ConstantPrediction::plus);
    return (float) (sums[0] / Math.max(1, sums[1]));
  }

  /** Sum and number of what is known of pixels. */
  private static double[] known(ImageShard shard) {
    double[] sums = new double[2];
    for (int image = 0; image < shard.size(); image++) {
      for (float value : shard.target(image)) {
        sums[0] += value;
        sums[1] += value == 0 ? 0 : 1;
      }
    }
    return sums;
  }

  private static double[] sums(List<Quality> qualities, ImageShard shard, float mean) {
    float[] outputs = new float[shard.targetSize()];
    Arrays.fill(outputs, mean);
    List<Double> sums = new ArrayList<>();
    for (Quality quality : qualities) {
      double sum = 0;
      for (int image = 0; image < shard.size(); image++) {
        sum += quality.of(outputs, new Truth(shard.label(image), shard.target(image)));
      }
      sums.add(sum);
    }
    return sums.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] plus(double[] some, double[] others) {
    double[] sums = some.clone();
    Arrays.setAll(sums, i -> some[i] + others[i]);
    return sums;
  }
}
