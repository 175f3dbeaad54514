package netadapt.score;

import static netadapt.score.ScoredDigits.NETWORK;
import static netadapt.score.ScoredDigits.WEIGHTS;
import static netadapt.score.ScoredDigits.images;
import static netadapt.score.ScoredDigits.shards;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netadapt.arch.Architecture;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.LocalSpark;
import netadapt.task.TopK;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ScoringErrorsTest extends LocalSpark {
  private final List<Architecture> architectures = ScoredDigits.architectures();

  @Test
  void aSubNetworkGivenTwiceHasOneErrorAndChangesNoOther() {
    List<Architecture> twice = new ArrayList<>(architectures);
    twice.add(architectures.get(2));
    try (ScoringJob job = job(WEIGHTS)) {
      List<Double> once = job.errors(architectures, job.score("once", architectures));
      List<Double> errors = job.errors(twice, job.score("twice", twice));

      assertThat(once).hasSize(5).anyMatch(error -> error > 0);
      assertThat(errors.subList(0, 5)).isEqualTo(once);
      assertThat(errors.get(5)).isEqualTo(once.get(2));
    }
  }

  @Test
  void whatFailedHasNoErrorAndIsComparedWithNone() {
    try (ScoringJob job = job(sick("c1", "beta", 5));
        ScoringJob well = job(WEIGHTS)) {
      List<Architecture> both = List.of(NETWORK.full(), NETWORK.smallest());
      List<Architecture> alone = List.of(NETWORK.smallest());

      List<Double> errors = job.errors(both, job.score("both", both));

      assertThat(errors.get(0)).isZero();
      assertThat(errors.get(1)).isEqualTo(well.errors(alone, well.score("alone", alone)).get(0));
    }
  }

  @Test
  void whereAllFailedThereIsNoError() {
    try (ScoringJob job = job(sick("classifier", "bias", 3))) {
      assertThat(job.errors(architectures, job.score("all", architectures))).containsOnly(0.0);
    }
  }

  /** Weights of which one is not a number. */
  private static Weights sick(String layer, String name, int index) {
    Map<String, Tensor> tensors = new HashMap<>(WEIGHTS.tensors());
    Tensor tensor = WEIGHTS.tensor(layer, name);
    float[] values = tensor.values();
    values[index] = Float.NaN;
    tensors.put(layer + "/" + name, new Tensor(tensor.shape(), values));
    return new Weights(tensors);
  }

  private static ScoringJob job(Weights weights) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Images digits = images(context, shards(20, 20));
    return ScoredDigits.job(
        context,
        weights,
        new TopK(1),
        ScoredDigits.plan(List.of(digits), 0.5, Optional.empty(), 2));
  }
}
