package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.MaskedNetwork;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.RandomNetworks;
import netadapt.arch.Shape;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.LocalSpark;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ScoringJobTest extends LocalSpark {
  private static final int SIDE = 9;
  private static final int DIGITS = 60;
  private static final int BATCH = 8;
  private static final SuperNetwork NETWORK =
      new NetworkBuilder("scored", new Shape(SIDE, SIDE, 1), 5, 64)
          .convolution("c1", 6, 3, 2, Activation.HARD_SWISH, true, -1)
          .mobile("b2", 8, 6, 5, 1, Activation.RELU, true, -1)
          .globalAveragePool("pool")
          .dense("classifier", 10)
          .build();
  private static final Weights WEIGHTS = weights();

  private final List<Architecture> architectures = architectures();

  @Test
  void accuraciesAreThoseOfAPlainComputation() {
    List<Accuracy> accuracies = score(WEIGHTS, shards(20, 20, 20), 2, architectures);

    ImageShard all = shards(DIGITS).get(0);
    for (int i = 0; i < architectures.size(); i++) {
      SubNetwork sub = SubNetwork.of(NETWORK, architectures.get(i));
      byte[] model = OnnxModel.write(sub, Slicer.slice(WEIGHTS, sub), Map.of());
      try (OnnxClassifier classifier = new OnnxClassifier("plain", model, 1)) {
        int correct = 0;
        for (int image = 0; image < DIGITS; image++) {
          float[] pixels = pixels(all, image, Layout.CHANNELS_FIRST);
          correct += classifier.topOne(pixels, 1)[0] == all.label(image) ? 1 : 0;
        }
        assertThat(accuracies.get(i).correct()).isEqualTo(correct);
        assertThat(accuracies.get(i).topOne()).isEqualTo(correct / 60.0);
      }
    }
    // Not all the same, or nothing would be compared.
    assertThat(accuracies.stream().map(Accuracy::correct).distinct().count()).isGreaterThan(2);
  }

  @Test
  void accuraciesAreThoseOfTheMaskedNetwork() {
    List<Accuracy> accuracies = score(WEIGHTS, shards(20), 1, architectures);

    ImageShard all = shards(20).get(0);
    for (int i = 0; i < architectures.size(); i++) {
      int correct = 0;
      for (int image = 0; image < 20; image++) {
        float[] pixels = pixels(all, image, Layout.CHANNELS_LAST);
        double[] logits = MaskedNetwork.logits(NETWORK, architectures.get(i), WEIGHTS, pixels);
        double best = Arrays.stream(logits).max().orElseThrow();
        correct += logits[all.label(image)] == best ? 1 : 0;
      }
      assertThat(accuracies.get(i).correct()).isEqualTo(correct);
    }
  }

  @Test
  void neitherShardsNorGroupsChangeTheAccuracies() {
    List<List<Long>> correct = new ArrayList<>();
    for (int groups : new int[] {1, 2, 100}) {
      // Whole batches in every shard but the last.
      for (List<ImageShard> shards : List.of(shards(60), shards(24, 24, 12))) {
        List<Accuracy> accuracies = score(WEIGHTS, shards, groups, architectures);
        assertThat(accuracies).extracting(Accuracy::candidate).containsExactly(0, 1, 2, 3, 4);
        assertThat(accuracies).extracting(Accuracy::images).containsOnly(60L);
        assertThat(accuracies).extracting(Accuracy::invalid).containsOnly(0L);
        correct.add(accuracies.stream().map(Accuracy::correct).toList());
      }
    }
    assertThat(correct).containsOnly(correct.get(0));
  }

  @Test
  void theSameJobScoresAgain() {
    try (ScoringJob job = job(WEIGHTS, shards(20, 20), 2)) {
      List<Accuracy> first = job.score("first", architectures);
      List<Accuracy> second = job.score("second", architectures.subList(2, 4));

      assertThat(second).extracting(Accuracy::candidate).containsExactly(0, 1);
      assertThat(second)
          .extracting(Accuracy::correct)
          .containsExactly(first.get(2).correct(), first.get(3).correct());
    }
  }

  @Test
  void everyPairOfShardAndSampleIsCounted() {
    try (ScoringJob job = job(WEIGHTS, shards(20, 20, 20), 2)) {
      job.score("counted", architectures);

      assertThat(job.shardCount()).isEqualTo(3);
      assertThat(job.scored()).isEqualTo(3L * architectures.size());
    }
  }

  @Test
  void noSamplesHaveNoAccuracies() {
    assertThat(score(WEIGHTS, shards(20), 2, List.of())).isEmpty();
  }

  @Test
  void weightsThatAreNotNumbersHaveNoAccuracy() {
    Map<String, Tensor> tensors = new HashMap<>(WEIGHTS.tensors());
    Tensor bias = WEIGHTS.tensor("classifier", "bias");
    float[] values = bias.values();
    values[3] = Float.NaN;
    tensors.put("classifier/bias", new Tensor(bias.shape(), values));

    List<Accuracy> accuracies = score(new Weights(tensors), shards(20), 1, architectures);

    assertThat(accuracies).extracting(Accuracy::invalid).containsOnly(20L);
    assertThat(accuracies).extracting(Accuracy::correct).containsOnly(0L);
    assertThat(accuracies).extracting(Accuracy::topOne).containsOnly(Double.NaN);
  }

  @Test
  void onlySamplesThatReadTheSickFilterHaveNoAccuracy() {
    Map<String, Tensor> tensors = new HashMap<>(WEIGHTS.tensors());
    Tensor beta = WEIGHTS.tensor("c1", "beta");
    float[] values = beta.values();
    values[5] = Float.NaN; // the last filter, which the smallest network does not have
    tensors.put("c1/beta", new Tensor(beta.shape(), values));

    List<Accuracy> accuracies =
        score(new Weights(tensors), shards(20), 1, List.of(NETWORK.full(), NETWORK.smallest()));

    assertThat(accuracies.get(0).topOne()).isNaN();
    assertThat(accuracies.get(1).topOne()).isBetween(0.0, 1.0);
  }

  @Test
  void aFailingSampleIsNamedWithItsShard() {
    Architecture foreign = new Architecture("another", NETWORK.full().sizes());

    try (ScoringJob job = job(WEIGHTS, shards(20), 1)) {
      assertThatThrownBy(() -> job.score("failing", List.of(NETWORK.full(), foreign)))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining(
              "sample 1 on image shard 0: architecture of another with 4 layers is not one of"
                  + " scored");
      assertThat(job.score("after it", architectures)).hasSize(architectures.size());
    }
  }

  @Test
  void accuraciesOfTwoShardsAddUp() {
    Accuracy sum = new Accuracy(3, 5, 10, 0, 1.5, "1").plus(new Accuracy(3, 4, 8, 1, 0.5, "2"));

    assertThat(sum).isEqualTo(new Accuracy(3, 9, 18, 1, 2, "1,2"));
    assertThat(sum.topOne()).isNaN();
  }

  @Test
  void noImagesHaveNoAccuracy() {
    assertThat(new Accuracy(0, 0, 0, 0, 0, "driver").topOne()).isNaN();
  }

  /** Random weights with which every architecture gets other digits right. */
  private static Weights weights() {
    Map<String, Tensor> tensors = new HashMap<>(new RandomNetworks(47).weights(NETWORK).tensors());
    tensors.put("classifier/bias", new Tensor(new int[] {10}, new float[10]));
    return new Weights(tensors);
  }

  private static List<Architecture> architectures() {
    RandomNetworks random = new RandomNetworks(9);
    List<Architecture> architectures = new ArrayList<>();
    architectures.add(NETWORK.full());
    architectures.add(NETWORK.smallest());
    while (architectures.size() < 5) {
      architectures.add(random.architecture(NETWORK));
    }
    return architectures;
  }

  private static List<Accuracy> score(
      Weights weights, List<ImageShard> shards, int groups, List<Architecture> architectures) {
    try (ScoringJob job = job(weights, shards, groups)) {
      return job.score("test", architectures);
    }
  }

  private static ScoringJob job(Weights weights, List<ImageShard> shards, int groups) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<ImageShard> rdd = context.parallelize(shards, shards.size());
    SharedModel model = new SharedModel(NETWORK, weights, Digits.normalization(1), BATCH, 1);
    return new ScoringJob(context, model, rdd, groups);
  }

  /** Consecutive digits, so many in each shard. */
  private static List<ImageShard> shards(int... sizes) {
    List<ImageShard> shards = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      shards.add(Digits.shard(shards.size(), from, from + size, SIDE, SIDE, 1));
      from += size;
    }
    return shards;
  }

  private static float[] pixels(ImageShard shard, int image, Layout layout) {
    float[] pixels = new float[shard.imageSize()];
    shard.normalize(image, Digits.normalization(1), layout, pixels, 0);
    return pixels;
  }
}
