package netadapt.score;

import static netadapt.score.ScoredDigits.NETWORK;
import static netadapt.score.ScoredDigits.WEIGHTS;
import static netadapt.score.ScoredDigits.architectures;
import static netadapt.score.ScoredDigits.images;
import static netadapt.score.ScoredDigits.pixels;
import static netadapt.score.ScoredDigits.shards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.arch.Architecture;
import netadapt.arch.ArchitectureJson;
import netadapt.arch.MaskedNetwork;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.LocalSpark;
import netadapt.onnx.OnnxClassifier;
import netadapt.onnx.OnnxModel;
import netadapt.task.TopK;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ScoringJobTest extends LocalSpark {
  private static final int DIGITS = 60;

  private final List<Architecture> architectures = architectures();

  @Test
  void accuraciesAreThoseOfAPlainComputation() {
    List<Tally> accuracies = score(WEIGHTS, shards(20, 20, 20), 2, architectures);

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
        assertThat(accuracies.get(i).value()).isEqualTo(correct);
        assertThat(accuracies.get(i).score()).isEqualTo(correct / 60.0);
      }
    }
    // Not all the same, or nothing would be compared.
    assertThat(accuracies.stream().map(Tally::value).distinct().count()).isGreaterThan(2);
  }

  @Test
  void accuraciesAreThoseOfTheMaskedNetwork() {
    List<Tally> accuracies = score(WEIGHTS, shards(20), 1, architectures);

    ImageShard all = shards(20).get(0);
    for (int i = 0; i < architectures.size(); i++) {
      int correct = 0;
      for (int image = 0; image < 20; image++) {
        float[] pixels = pixels(all, image, Layout.CHANNELS_LAST);
        double[] logits = MaskedNetwork.logits(NETWORK, architectures.get(i), WEIGHTS, pixels);
        double best = Arrays.stream(logits).max().orElseThrow();
        correct += logits[all.label(image)] == best ? 1 : 0;
      }
      assertThat(accuracies.get(i).value()).isEqualTo(correct);
    }
  }

  @Test
  void copiesOfTheImagesChangeNothing() {
    Images one = images(context(), shards(24, 24, 12));
    Images three = Images.copied(one.shards(), one.count(), 3);
    for (int groups : new int[] {1, 2, 5}) {
      List<List<Double>> correct = new ArrayList<>();
      for (Images images : List.of(one, three, three.view())) {
        ScoringJob.Plan plan = ScoredDigits.plan(List.of(images), 0.5, Optional.empty(), groups);
        try (ScoringJob job = ScoredDigits.job(context(), WEIGHTS, new TopK(1), plan)) {
          List<Tally> tallies = job.score("copies", architectures);
          assertThat(tallies).extracting(Tally::images).containsOnly(60L);
          correct.add(tallies.stream().map(Tally::value).toList());
        }
      }
      assertThat(correct).containsOnly(correct.get(0));
    }
  }

  @Test
  void copiesAreOfAsManyShardsEach() {
    Images one = images(context(), shards(24, 24, 12));
    assertThatThrownBy(() -> new Images(one.shards(), one.count(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 copies of together 3 shards");
  }

  @Test
  void neitherShardsNorGroupsChangeTheAccuracies() {
    List<List<Double>> correct = new ArrayList<>();
    for (int groups : new int[] {0, 1, 2, 100}) {
      // Whole batches in every shard but the last.
      for (List<ImageShard> shards : List.of(shards(60), shards(24, 24, 12))) {
        List<Tally> accuracies = score(WEIGHTS, shards, groups, architectures);
        assertThat(accuracies).hasSize(5);
        assertThat(accuracies).extracting(Tally::images).containsOnly(60L);
        assertThat(accuracies).extracting(Tally::invalid).containsOnly(0L);
        correct.add(accuracies.stream().map(Tally::value).toList());
      }
    }
    assertThat(correct).containsOnly(correct.get(0));
  }

  @Test
  void theSameJobScoresAgain() {
    try (ScoringJob job = job(WEIGHTS, shards(20, 20), 2)) {
      List<Tally> first = job.score("first", architectures);
      List<Tally> second = job.score("second", architectures.subList(2, 4));

      assertThat(second)
          .extracting(Tally::value)
          .containsExactly(first.get(2).value(), first.get(3).value());
    }
  }

  @Test
  void everySubNetworkIsCounted() {
    try (ScoringJob job = job(WEIGHTS, shards(20, 20, 20), 2)) {
      job.score("counted", architectures);

      assertThat(job.scored()).isEqualTo(architectures.size());
    }
  }

  @Test
  void whatIsKnownIsNotScoredAgain() {
    try (ScoringJob job = job(WEIGHTS, shards(20, 20), 2)) {
      List<Tally> first = job.score("first", architectures.subList(0, 3));
      List<Architecture> twice = new ArrayList<>(architectures);
      twice.add(architectures.get(4));

      List<Tally> second = job.score("second", twice);

      assertThat(first).extracting(Tally::seconds).allMatch(seconds -> seconds > 0);
      assertThat(second.subList(0, 3))
          .isEqualTo(first.stream().map(Tally::again).toList())
          .extracting(Tally::seconds)
          .containsOnly(0.0);
      assertThat(second.subList(3, 5)).extracting(Tally::seconds).allMatch(seconds -> seconds > 0);
      assertThat(second.get(5)).isEqualTo(second.get(4).again());
      assertThat(job.scored()).isEqualTo(6);
    }
  }

  @Test
  void timeInOnnxRuntimeIsPartOfTheTasksTime() {
    for (Tally tally : score(WEIGHTS, shards(20, 20), 2, architectures)) {
      assertThat(tally.runtimeSeconds()).isBetween(0.0, tally.seconds()).isNotZero();
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

    List<Tally> accuracies = score(new Weights(tensors), shards(20), 1, architectures);

    assertThat(accuracies).extracting(Tally::invalid).containsOnly(20L);
    assertThat(accuracies).extracting(Tally::value).containsOnly(0.0);
    assertThat(accuracies).extracting(Tally::score).containsOnly(Double.NaN);
  }

  @Test
  void onlySamplesThatReadTheSickFilterHaveNoAccuracy() {
    Map<String, Tensor> tensors = new HashMap<>(WEIGHTS.tensors());
    Tensor beta = WEIGHTS.tensor("c1", "beta");
    float[] values = beta.values();
    values[5] = Float.NaN; // the last filter, which the smallest network does not have
    tensors.put("c1/beta", new Tensor(beta.shape(), values));

    List<Tally> accuracies =
        score(new Weights(tensors), shards(20), 1, List.of(NETWORK.full(), NETWORK.smallest()));

    assertThat(accuracies.get(0).score()).isNaN();
    assertThat(accuracies.get(1).score()).isBetween(0.0, 1.0);
  }

  @Test
  void anotherNetworksArchitectureIsRefusedBeforeAnythingRuns() {
    Architecture foreign = new Architecture("another", NETWORK.full().sizes());

    try (ScoringJob job = job(WEIGHTS, shards(20), 1)) {
      assertThatThrownBy(() -> job.score("refused", List.of(NETWORK.full(), foreign)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("architecture of another with 4 layers is not one of scored, which has 4");
      assertThat(job.score("after it", architectures)).hasSize(architectures.size());
    }
  }

  @Test
  void aFailureNamesTheFirstSubNetworksAndTheShard() {
    Map<String, Tensor> tensors = new HashMap<>(WEIGHTS.tensors());
    tensors.remove("classifier/bias");

    try (ScoringJob job = job(new Weights(tensors), shards(20), 1)) {
      assertThatThrownBy(() -> job.score("failing", architectures))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining(ArchitectureJson.id(NETWORK, NETWORK.smallest()))
          .hasMessageMatching(
              "(?s).*5 sub-networks \\((\\p{XDigit}{16}, ){4}\\.\\.\\.\\) on image shard 0:"
                  + " no weights for classifier/bias.*");
    }
  }

  @Test
  void nothingIsHeldOnceTheJobHasEnded() {
    try (ScoringJob job = job(WEIGHTS, shards(20, 20), 2)) {
      job.score("held", architectures);
      assertThat(ExecutorModels.held()).isPositive();
    }
    assertThat(ExecutorModels.held()).isZero();
  }

  @Test
  void accuraciesOfTwoShardsAddUp() {
    Tally sum = new Tally(5, 10, 0, 1.5, 1.25, "1").plus(new Tally(4, 8, 1, 0.5, 0.25, "2"));

    assertThat(sum).isEqualTo(new Tally(9, 18, 1, 2, 1.5, "1,2"));
    assertThat(sum.score()).isNaN();
  }

  @Test
  void noImagesHaveNoAccuracy() {
    assertThat(new Tally(0, 0, 0, 0, 0, "driver").score()).isNaN();
  }

  private static List<Tally> score(
      Weights weights, List<ImageShard> shards, int groups, List<Architecture> architectures) {
    try (ScoringJob job = job(weights, shards, groups)) {
      return job.score("test", architectures);
    }
  }

  private static ScoringJob job(Weights weights, List<ImageShard> shards, int groups) {
    return ScoredDigits.job(
        context(),
        weights,
        new TopK(1),
        ScoredDigits.plan(List.of(images(context(), shards)), 0.5, Optional.empty(), groups));
  }

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
