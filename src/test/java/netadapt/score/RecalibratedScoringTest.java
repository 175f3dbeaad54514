package netadapt.score;

import static netadapt.score.ScoredDigits.NETWORK;
import static netadapt.score.ScoredDigits.WEIGHTS;
import static netadapt.score.ScoredDigits.architectures;
import static netadapt.score.ScoredDigits.images;
import static netadapt.score.ScoredDigits.pixels;
import static netadapt.score.ScoredDigits.shards;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.arch.MaskedNetwork;
import netadapt.arch.SubNetwork;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.data.Layout;
import netadapt.data.LocalSpark;
import netadapt.onnx.PlainStatistics;
import netadapt.task.TopK;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class RecalibratedScoringTest extends LocalSpark {
  private static final int IMAGES = 40;

  /** A whole batch, and a part of one. */
  private static final int CALIBRATION = SharedModel.MEASURED_BATCH + 20;

  private final List<Architecture> architectures = architectures();

  @Test
  void scoresAreThoseOfPlainNetworksWithStatisticsOfTheirOwn() {
    List<Tally> tallies = score(shards(CALIBRATION), 1);

    ImageShard all = shards(CALIBRATION).get(0);
    List<float[]> digits =
        IntStream.range(0, CALIBRATION)
            .mapToObj(i -> pixels(all, i, Layout.CHANNELS_LAST))
            .toList();
    for (int i = 0; i < architectures.size(); i++) {
      SubNetwork sub = SubNetwork.of(NETWORK, architectures.get(i));
      Weights own =
          mean(
              PlainStatistics.of(sub, WEIGHTS, digits.subList(0, SharedModel.MEASURED_BATCH)),
              PlainStatistics.of(
                  sub, WEIGHTS, digits.subList(SharedModel.MEASURED_BATCH, CALIBRATION)));
      int correct = 0;
      for (int image = 0; image < IMAGES; image++) {
        double[] logits = MaskedNetwork.logits(NETWORK, sub.architecture(), own, digits.get(image));
        double best = Arrays.stream(logits).max().orElseThrow();
        correct += logits[all.label(image)] == best ? 1 : 0;
      }
      assertThat(tallies.get(i).value()).as("sub-network %d", i).isEqualTo(correct);
    }
    assertThat(values(tallies)).isNotEqualTo(values(running()));
  }

  @Test
  void neitherShardsNorGroupsChangeTheScores() {
    List<Double> wanted = values(score(shards(CALIBRATION), 1));

    for (int groups : new int[] {0, 2, 5}) {
      List<ImageShard> shards = shards(SharedModel.MEASURED_BATCH, 20);
      assertThat(values(score(shards, groups))).isEqualTo(wanted);
    }
  }

  @Test
  void measuringTakesTimeAndIsCounted() {
    try (ScoringJob job = job(shards(CALIBRATION), 2)) {
      List<Tally> tallies = job.score("first", architectures);

      assertThat(job.scored()).isEqualTo(architectures.size());
      assertThat(tallies).extracting(Tally::images).containsOnly((long) IMAGES);
      for (Tally tally : tallies) {
        assertThat(tally.runtimeSeconds()).isBetween(0.0, tally.seconds()).isNotZero();
      }
      assertThat(job.score("again", architectures))
          .isEqualTo(tallies.stream().map(Tally::again).toList());
    }
  }

  private List<Tally> running() {
    try (ScoringJob job = job(Optional.empty(), 1)) {
      return job.score("running", architectures);
    }
  }

  private List<Tally> score(List<ImageShard> calibration, int groups) {
    try (ScoringJob job = job(calibration, groups)) {
      return job.score("recalibrated", architectures);
    }
  }

  private static ScoringJob job(List<ImageShard> calibration, int groups) {
    return job(Optional.of(images(context(), calibration)), groups);
  }

  private static ScoringJob job(Optional<Images> calibration, int groups) {
    List<Images> rounds = List.of(images(context(), shards(24, 16)));
    return ScoredDigits.job(
        context(), WEIGHTS, new TopK(1), ScoredDigits.plan(rounds, 0.5, calibration, groups));
  }

  private static List<Double> values(List<Tally> tallies) {
    return tallies.stream().map(Tally::value).toList();
  }

  /** The mean over the images of the two batches. */
  private static Weights mean(Weights first, Weights second) {
    Map<String, Tensor> mean = new HashMap<>(first.tensors());
    for (var entry : first.tensors().entrySet()) {
      if (entry.getKey().endsWith("/mean") || entry.getKey().endsWith("/variance")) {
        float[] values = entry.getValue().values();
        for (int i = 0; i < values.length; i++) {
          double sum =
              (double) values[i] * SharedModel.MEASURED_BATCH
                  + 20.0 * second.tensors().get(entry.getKey()).at(i);
          values[i] = (float) (sum / CALIBRATION);
        }
        mean.put(entry.getKey(), new Tensor(entry.getValue().shape(), values));
      }
    }
    return new Weights(mean);
  }

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
