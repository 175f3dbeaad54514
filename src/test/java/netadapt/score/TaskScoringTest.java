package netadapt.score;

import static netadapt.score.ScoredDigits.NETWORK;
import static netadapt.score.ScoredDigits.WEIGHTS;
import static netadapt.score.ScoredDigits.architectures;
import static netadapt.score.ScoredDigits.images;
import static netadapt.score.ScoredDigits.shards;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import netadapt.arch.Architecture;
import netadapt.arch.Slicer;
import netadapt.arch.SubNetwork;
import netadapt.data.Digits;
import netadapt.data.ImageShard;
import netadapt.data.LocalSpark;
import netadapt.task.TopK;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class TaskScoringTest extends LocalSpark {
  private static final ImageShard IMAGES = shards(60).get(0);
  private static final SharedModel MODEL =
      new SharedModel(
          NETWORK, WEIGHTS, Digits.normalization(1), new TopK(1), new ScoringDevice(false, 8), 1);

  @Test
  void aNetworksOwnWeightsScoreInATaskAsInAJob() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Architecture> architectures = architectures();
    List<Tally> expected;
    try (ScoringJob job =
        ScoredDigits.job(
            context,
            WEIGHTS,
            new TopK(1),
            ScoredDigits.plan(
                List.of(images(context, shards(30, 30))), 0.95, Optional.empty(), 1))) {
      expected = job.score("expected", architectures);
    }

    List<Tally> scores =
        context
            .parallelize(architectures, architectures.size())
            .map(TaskScoringTest::scoreOwn)
            .collect();

    assertThat(scores).extracting(Tally::score).isEqualTo(scores(expected));
    assertThat(scores).extracting(Tally::images).containsOnly(60L);
    assertThat(ExecutorModels.held()).isZero();
  }

  private static List<Double> scores(List<Tally> tallies) {
    return tallies.stream().map(Tally::score).toList();
  }

  private static Tally scoreOwn(Architecture architecture) {
    SubNetwork subNetwork = SubNetwork.of(NETWORK, architecture);
    SharedModel own = MODEL.withWeights(Slicer.slice(WEIGHTS, subNetwork));
    return TaskScoring.score(own, architecture, IMAGES);
  }
}
