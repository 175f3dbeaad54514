package netadapt.score;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.onnx.Gpu;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;
import netadapt.task.Truth;
import org.apache.spark.SparkEnv;

/** The work of a task: runs the sub-networks of a group on the images of a shard. */
final class GroupRun {
  private final SharedModel shared;
  private final ExecutorModels kept;
  private final Group group;
  private final List<SubNetwork> subNetworks;
  private final ImageShard shard;

  GroupRun(GroupTasks.Part part) {
    this.shared = part.model();
    this.kept = part.kept();
    this.group = part.group();
    this.subNetworks =
        group.architectures().stream()
            .map(architecture -> SubNetwork.of(shared.network(), architecture))
            .toList();
    this.shard = part.shard();
  }

  /**
   * Scores the sub-networks.
   *
   * @param statistics of batch normalisation; those of the training for a sub-network without
   * @return one per sub-network, in order
   */
  List<Outcome> score(Map<Architecture, Weights> statistics) {
    List<Weights> own =
        group.architectures().stream()
            .map(architecture -> statistics.getOrDefault(architecture, Weights.NONE))
            .toList();
    Tallies tallies = new Tallies(shared.metric(), subNetworks.size());
    Tally cost =
        run(
            () -> OnnxModel.merge(subNetworks, shared.weights(), own),
            gpu -> shared.device().batch(gpu, shared.network()),
            (outputs, from, count) -> tallies.add(outputs, truths(from, count), from));
    return tallies.of(shard.size(), cost);
  }

  private List<Truth> truths(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(image -> new Truth(shard.label(image), shard.target(image)))
        .toList();
  }

  /**
   * Measures by what the sub-networks, each of which has a normalised layer, normalise the images.
   *
   * @return one per sub-network, in order
   */
  List<Statistics> measure() {
    List<double[]> sums =
        subNetworks.stream().map(sub -> new double[OnnxModel.statisticsOf(sub)]).toList();
    Tally cost =
        run(
            () -> OnnxModel.measure(subNetworks, shared.weights()),
            gpu -> SharedModel.MEASURED_BATCH,
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
   * Runs the images through a model.
   *
   * @return the time that each sub-network has its part of
   */
  private Tally run(Supplier<byte[]> model, ToIntFunction<Optional<Gpu>> batch, Answers answers) {
    long began = System.nanoTime();
    long runtimeNanos = 0;
    if (shard.size() > 0) {
      Optional<Gpu> gpu = shared.device().ofTask();
      int most = batch.applyAsInt(gpu);
      String key = group.id() + gpu.map(one -> " on " + one).orElse("");
      // A session's threads are its own: tasks with several do not share one.
      int users = shared.threads() == 1 ? Integer.MAX_VALUE : 1;
      int images = Math.min(most, shard.size());
      try (LoadedModels<OnnxClassifier>.Lease loaded =
              kept.models().lease(key, users, () -> load(model.get(), gpu));
          ImageBuffers.Lease buffer = kept.buffers().lease(images * shard.imageSize())) {
        for (int from = 0; from < shard.size(); from += most) {
          int count = Math.min(most, shard.size() - from);
          fill(buffer.numbers(), from, count);
          OnnxClassifier.Answer answer = loaded.model().run(buffer.numbers(), count);
          runtimeNanos += answer.nanos();
          answers.take(answer.outputs(), from, count);
        }
      }
    }
    double share = 1e-9 / subNetworks.size();
    long nanos = System.nanoTime() - began;
    String executor = SparkEnv.get().executorId();
    return new Tally(0, 0, 0, nanos * share, runtimeNanos * share, executor);
  }

  private void fill(FloatBuffer numbers, int from, int count) {
    float[] image = new float[shard.imageSize()];
    numbers.clear();
    for (int i = 0; i < count; i++) {
      shard.normalize(from + i, shared.normalization(), Layout.CHANNELS_FIRST, image, 0);
      numbers.put(image);
    }
    numbers.flip();
  }

  private OnnxClassifier load(byte[] model, Optional<Gpu> gpu) {
    String name = "of %d sub-networks".formatted(subNetworks.size());
    return new OnnxClassifier(name, model, shared.threads(), gpu);
  }
}
