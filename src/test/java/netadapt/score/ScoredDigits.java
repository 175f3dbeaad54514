package netadapt.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.task.Quality;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** A small network of random weights, its sub-networks, and the jobs that score them on digits. */
final class ScoredDigits {
  private static final int SIDE = 9;
  private static final int BATCH = 8;
  static final SuperNetwork NETWORK =
      new NetworkBuilder("scored", new Shape(SIDE, SIDE, 1), 5, 64)
          .convolution("c1", 6, 3, 2, Activation.HARD_SWISH, true, -1)
          .mobile("b2", 8, 6, 5, 1, Activation.RELU, true, -1)
          .globalAveragePool("pool")
          .dense("classifier", 10)
          .build();
  static final Weights WEIGHTS = weights();

  private ScoredDigits() {}

  static ScoringJob job(
      JavaSparkContext spark, Weights weights, Quality metric, ScoringJob.Plan plan) {
    return new ScoringJob(
        spark,
        new SharedModel(
            NETWORK, weights, Digits.normalization(1), metric, new ScoringDevice(false, BATCH), 1),
        plan);
  }

  static ScoringJob.Plan plan(
      List<Images> rounds, double confidence, Optional<Images> calibration, int groups) {
    GroupSize size = new GroupSize(groups, 1_000_000, 32);
    return new ScoringJob.Plan(
        rounds, confidence, calibration, size, new TaskGrid.Slots(2, 1), Optional.empty());
  }

  static Images images(JavaSparkContext spark, List<ImageShard> shards) {
    JavaRDD<ImageShard> rdd = spark.parallelize(shards, shards.size());
    return new Images(rdd, shards.stream().mapToInt(ImageShard::size).sum());
  }

  /** Random weights with which every architecture gets other digits right. */
  private static Weights weights() {
    Map<String, Tensor> tensors = new HashMap<>(new RandomNetworks(47).weights(NETWORK).tensors());
    tensors.put("classifier/bias", new Tensor(new int[] {10}, new float[10]));
    return new Weights(tensors);
  }

  static List<Architecture> architectures() {
    RandomNetworks random = new RandomNetworks(9);
    List<Architecture> architectures = new ArrayList<>();
    architectures.add(NETWORK.full());
    architectures.add(NETWORK.smallest());
    while (architectures.size() < 5) {
      architectures.add(random.architecture(NETWORK));
    }
    return architectures;
  }

  /** Consecutive digits, so many in each shard. */
  static List<ImageShard> shards(int... sizes) {
    List<ImageShard> shards = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      shards.add(Digits.shard(shards.size(), from, from + size, SIDE, SIDE, 1));
      from += size;
    }
    return shards;
  }

  static float[] pixels(ImageShard shard, int image, Layout layout) {
    float[] pixels = new float[shard.imageSize()];
    shard.normalize(image, Digits.normalization(1), layout, pixels, 0);
    return pixels;
  }
}
