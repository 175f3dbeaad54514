package netadapt.score;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;

/**
 * What every executor has to know to score any sub-network; sent once.
 *
 * @param network the super-network
 * @param weights shared by all sub-networks
 * @param normalization of the images
 * @param metric what outputs are worth
 * @param batch images that go through the sub-networks together, at least 1
 * @param threads of one task, at least 1
 */
public record SharedModel(
    SuperNetwork network,
    Weights weights,
    Normalization normalization,
    Metric metric,
    int batch,
    int threads)
    implements Serializable {

  private static final LoadedModels<OnnxClassifier> LOADED = new LoadedModels<>();

  /** Frees the models that this process has loaded and does not use. */
  static void unload() {
    LOADED.closeIdle();
  }

  /** How much memory a sub-network's weights take at most, in bytes. */
  long weightBytes() {
    return weights.tensors().values().stream().mapToLong(Tensor::length).sum() * Float.BYTES;
  }

  /**
   * Scores the sub-networks of a group on the images of a shard.
   *
   * @return one per sub-network, in order
   */
  List<Tally> score(Group group, ImageShard shard, String executor) {
    long began = System.nanoTime();
    int most = Math.min(batch, shard.size());
    float[] image = new float[shard.imageSize()];
    Tallies tallies = new Tallies(metric, group.architectures().size());
    if (most == 0) {
      return tallies.of(0, 0, executor);
    }
    // A session's threads are its own: tasks with several do not share one.
    int users = threads == 1 ? Integer.MAX_VALUE : 1;
    try (LoadedModels<OnnxClassifier>.Lease loaded =
        LOADED.lease(group.id(), users, () -> load(group))) {
      FloatBuffer images = direct(most * image.length);
      for (int from = 0; from < shard.size(); from += batch) {
        int count = Math.min(batch, shard.size() - from);
        images.clear();
        for (int i = 0; i < count; i++) {
          shard.normalize(from + i, normalization, Layout.CHANNELS_FIRST, image, 0);
          images.put(image);
        }
        tallies.add(loaded.model().run(images.flip(), count), count, shard::label, from);
      }
    }
    return tallies.of(shard.size(), System.nanoTime() - began, executor);
  }

  private OnnxClassifier load(Group group) {
    List<SubNetwork> subNetworks =
        group.architectures().stream().map(architecture -> subNetwork(architecture)).toList();
    String name = "of %d sub-networks".formatted(subNetworks.size());
    return new OnnxClassifier(name, OnnxModel.merge(subNetworks, weights), threads);
  }

  private SubNetwork subNetwork(Architecture architecture) {
    return SubNetwork.of(network, architecture);
  }

  private static FloatBuffer direct(int numbers) {
    return ByteBuffer.allocateDirect(Float.BYTES * numbers)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
