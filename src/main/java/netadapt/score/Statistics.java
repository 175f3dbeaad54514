package netadapt.score;

import java.io.Serializable;
import java.util.List;

/**
 * What a sub-network's batch normalisation met on a shard's images.
 *
 * @param means over the images, of every number that {@link netadapt.onnx.OnnxModel#measure} gives
 *     for a batch
 * @param images how many there were
 * @param cost the time it took; nothing else
 */
record Statistics(float[] means, int images, Tally cost) implements Serializable {
  /** Means over the images of all shards. */
  static float[] means(List<Statistics> shards) {
    float[] means = new float[shards.get(0).means.length];
    long images = shards.stream().mapToLong(Statistics::images).sum();
    for (int i = 0; i < means.length; i++) {
      double sum = 0;
      for (Statistics shard : shards) {
        sum += (double) shard.means[i] * shard.images;
      }
      means[i] = (float) (sum / images);
    }
    return means;
  }
}
