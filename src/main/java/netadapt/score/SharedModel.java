package netadapt.score;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.Normalization;
import netadapt.onnx.Gpu;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;
import org.apache.spark.SparkEnv;

/**
 * What every executor has to know to score any sub-network; sent once.
 *
 * @param network the super-network
 * @param weights shared by all sub-networks
 * @param normalization of the images
 * @param metric what outputs are worth
 * @param device what tasks compute on
 * @param threads of one task, at least 1
 */
public record SharedModel(
    SuperNetwork network,
    Weights weights,
    Normalization normalization,
    Quality metric,
    ScoringDevice device,
    int threads)
    implements Serializable {
  /** Images whose statistics are measured together, fewer only where there are no more. */
  public static final int MEASURED_BATCH = 64;

  private static final LoadedModels<OnnxClassifier> LOADED = new LoadedModels<>();
  private static final ImageBuffers BUFFERS = new ImageBuffers();

  /** Frees the models and buffers that this process holds and does not use. */
  static void unload() {
    LOADED.closeIdle();
    BUFFERS.free();
  }

  /** How much memory a sub-network's weights take at most, in bytes. */
  long weightBytes() {
    return weights.tensors().values().stream().mapToLong(Tensor::length).sum() * Float.BYTES;
  }

  /**
   * Scores the sub-networks of a group on the images of a shard.
   *
   * @param statistics of batch normalisation; those of the training for a sub-network without
   * @return one per sub-network, in order
   */
  List<Outcome> score(Group group, Map<Architecture, Weights> statistics, ImageShard shard) {
    List<SubNetwork> subNetworks = subNetworks(group);
    List<Weights> own =
        group.architectures().stream()
            .map(architecture -> statistics.getOrDefault(architecture, Weights.NONE))
            .toList();
    Tallies tallies = new Tallies(metric, subNetworks.size());
    Tally cost =
        run(
            group,
            () -> OnnxModel.merge(subNetworks, weights, own),
            shard,
            gpu -> device.batch(gpu, network),
            (outputs, from, count) -> tallies.add(outputs, shard::label, from, count));
    return tallies.of(shard.size(), cost);
  }

  /**
   * Measures by what the sub-networks of a group normalise the images of a shard.
   *
   * @param group of sub-networks that have a normalised layer
   * @return one per sub-network, in order
   */
  List<Statistics> measure(Group group, ImageShard shard) {
    List<SubNetwork> subNetworks = subNetworks(group);
    List<double[]> sums =
        subNetworks.stream().map(sub -> new double[OnnxModel.statisticsOf(sub)]).toList();
    Tally cost =
        run(
            group,
            () -> OnnxModel.measure(subNetworks, weights),
            shard,
            gpu -> MEASURED_BATCH,
            (outputs, from, count) -> add(outputs, count, sums));
    List<Statistics> statistics = new ArrayList<>();
    for (double[] sum : sums) {
      float[] means = new float[sum.length];
      for (int i = 0; i < means.length; i++) {
        means[i] = (float) (sum[i] / shard.size());
      }
      statistics.add(new Statistics(means, shard.size(), cost));
    }
    return statistics;
  }

  private static void add(List<float[]> outputs, int images, List<double[]> sums) {
    for (int subNetwork = 0; subNetwork < sums.size(); subNetwork++) {
      float[] output = outputs.get(subNetwork);
      double[] sum = sums.get(subNetwork);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) images * output[i];
      }
    }
  }

  /** Is given what a model says of a batch of images. */
  private interface Answers {
    void take(List<float[]> outputs, int from, int count);
  }

  /**
   * Runs a shard's images through a model.
   *
   * @return the time that each sub-network of the group has its part of
   */
  private Tally run(
      Group group,
      Supplier<byte[]> model,
      ImageShard shard,
      ToIntFunction<Optional<Gpu>> batch,
      Answers answers) {
    long began = System.nanoTime();
    long runtimeNanos = 0;
    if (shard.size() > 0) {
      Optional<Gpu> gpu = device.ofTask();
      int most = batch.applyAsInt(gpu);
      String key = group.id() + gpu.map(one -> " on " + one).orElse("");
      // A session's threads are its own: tasks with several do not share one.
      int users = threads == 1 ? Integer.MAX_VALUE : 1;
      int images = Math.min(most, shard.size());
      try (LoadedModels<OnnxClassifier>.Lease loaded =
              LOADED.lease(key, users, () -> load(group, model.get(), gpu));
          ImageBuffers.Lease buffer = BUFFERS.lease(images * shard.imageSize())) {
        for (int from = 0; from < shard.size(); from += most) {
          int count = Math.min(most, shard.size() - from);
          fill(buffer.numbers(), shard, from, count);
          OnnxClassifier.Answer answer = loaded.model().run(buffer.numbers(), count);
          runtimeNanos += answer.nanos();
          answers.take(answer.outputs(), from, count);
        }
      }
    }
    double share = 1e-9 / group.architectures().size();
    long nanos = System.nanoTime() - began;
    String executor = SparkEnv.get().executorId();
    return new Tally(0, 0, 0, nanos * share, runtimeNanos * share, executor);
  }

  private void fill(FloatBuffer numbers, ImageShard shard, int from, int count) {
    float[] image = new float[shard.imageSize()];
    numbers.clear();
    for (int i = 0; i < count; i++) {
      shard.normalize(from + i, normalization, Layout.CHANNELS_FIRST, image, 0);
      numbers.put(image);
    }
    numbers.flip();
  }

  private OnnxClassifier load(Group group, byte[] model, Optional<Gpu> gpu) {
    String name = "of %d sub-networks".formatted(group.architectures().size());
    return new OnnxClassifier(name, model, threads, gpu);
  }

  private List<SubNetwork> subNetworks(Group group) {
    return group.architectures().stream()
        .map(architecture -> SubNetwork.of(network, architecture))
        .toList();
  }
}
