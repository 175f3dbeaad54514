package netadapt.score;

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
import netadapt.arch.RandomNetworks;
import netadapt.arch.Tensor;
import netadapt.arch.Weights;
import netadapt.data.ImageShard;
import netadapt.data.LocalSpark;
import netadapt.task.Quality;
import netadapt.task.ScoreUnit;
import netadapt.task.Truth;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class RacedScoringTest extends LocalSpark {
  /** Where the rounds end. */
  private static final int[] ENDS = {40, 80, 160};

  private final List<Architecture> architectures = architectures();

  /** Right in as many ways as there are architectures. */
  private static final class Guess implements Quality {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "guess";
    }

    @Override
    public double of(float[] outputs, Truth truth) {
      return outputs[2] > outputs[7] ? 1 : 0;
    }

    @Override
    public boolean countsImages() {
      return true;
    }

    @Override
    public ScoreUnit unit() {
      return ScoreUnit.SHARE;
    }
  }

  @Test
  void whoIsNotDroppedHasTheScoreOfAllImages() {
    List<Tally> all = score(plain(160), architectures);
    List<Tally> raced = score(raced(0.9), architectures);

    int dropped = 0;
    for (int i = 0; i < all.size(); i++) {
      if (raced.get(i).images() == 160) {
        assertThat(raced.get(i).value()).isEqualTo(all.get(i).value());
      } else {
        dropped++;
      }
    }
    assertThat(dropped).isBetween(1, all.size() - 1);
    double best = all.stream().mapToDouble(Tally::score).max().orElseThrow();
    assertThat(raced.stream().filter(tally -> tally.images() == 160))
        .extracting(Tally::score)
        .contains(best);
  }

  @Test
  void whoIsDroppedHasTheScoreOfTheImagesSeen() {
    Map<Long, List<Tally>> until = new HashMap<>();
    for (int end : ENDS) {
      until.put((long) end, score(plain(end), architectures));
    }

    List<Tally> raced = score(raced(0.9), architectures);

    for (int i = 0; i < raced.size(); i++) {
      Tally tally = raced.get(i);
      assertThat(until).containsKey(tally.images());
      assertThat(tally.value()).isEqualTo(until.get(tally.images()).get(i).value());
    }
    assertThat(raced).extracting(Tally::images).contains(40L, 160L);
  }

  @Test
  void whoWasDroppedGoesOnWhereItStopped() {
    try (ScoringJob job = job(raced(0.9), WEIGHTS)) {
      List<Tally> raced = job.score("race", architectures);
      int loser = 0;
      while (raced.get(loser).images() == 160) {
        loser++;
      }
      List<Architecture> alone = List.of(architectures.get(loser));

      Tally rest = job.score("alone", alone).get(0);
      Tally again = job.score("again", alone).get(0);

      assertThat(rest.images()).isEqualTo(160);
      assertThat(rest.value()).isEqualTo(score(plain(160), alone).get(0).value());
      assertThat(rest.seconds()).isPositive();
      assertThat(again).isEqualTo(rest.again());
    }
  }

  /** Else a search that is resumed, which knows less, would go another way. */
  @Test
  void whoIsKnownRacesWithTheImagesOfTheRound() {
    List<Tally> fresh = score(raced(0.9), architectures);
    int loser = 0;
    while (fresh.get(loser).images() == 160) {
      loser++;
    }
    try (ScoringJob job = job(raced(0.9), WEIGHTS)) {
      Tally alone = job.score("alone", List.of(architectures.get(loser))).get(0);
      List<Tally> raced = job.score("race", architectures);

      assertThat(alone.images()).isEqualTo(160); // nobody to lose to
      for (int i = 0; i < raced.size(); i++) {
        assertThat(raced.get(i).images()).isEqualTo(fresh.get(i).images());
        assertThat(raced.get(i).value()).isEqualTo(fresh.get(i).value());
      }
      assertThat(raced.get(loser).seconds()).isZero();
      assertThat(job.scored()).isEqualTo(architectures.size());
    }
  }

  @Test
  void everySubNetworkIsCountedOnceItIsThrough() {
    try (ScoringJob job = job(raced(0.9), WEIGHTS)) {
      List<Architecture> twice = new ArrayList<>(architectures);
      twice.add(architectures.get(1));
      job.score("race", twice);

      assertThat(job.scored()).isEqualTo(twice.size());
    }
  }

  @Test
  void whoFailsLeavesTheRaceAndBeatsNobody() {
    Map<String, Tensor> tensors = new HashMap<>(WEIGHTS.tensors());
    Tensor beta = WEIGHTS.tensor("c1", "beta");
    float[] values = beta.values();
    values[5] = Float.NaN; // the last filter, which few have
    tensors.put("c1/beta", new Tensor(beta.shape(), values));

    try (ScoringJob job = job(raced(0.9), new Weights(tensors))) {
      List<Tally> tallies = job.score("race", architectures);

      assertThat(tallies.get(0).score()).isNaN();
      assertThat(tallies.get(0).images()).isEqualTo(40);
      assertThat(tallies).anyMatch(tally -> tally.images() == 160 && tally.score() >= 0);
      assertThat(job.scored()).isEqualTo(tallies.size());
    }
  }

  private static List<Tally> score(ScoringJob.Plan plan, List<Architecture> architectures) {
    try (ScoringJob job = job(plan, WEIGHTS)) {
      return job.score("test", architectures);
    }
  }

  private static ScoringJob job(ScoringJob.Plan plan, Weights weights) {
    return ScoredDigits.job(context(), weights, new Guess(), plan);
  }

  private static ScoringJob.Plan plain(int count) {
    return ScoredDigits.plan(List.of(images(context(), shards(count))), 0.5, Optional.empty(), 1);
  }

  /** The same images in rounds, each of two shards. */
  private static ScoringJob.Plan raced(double confidence) {
    List<ImageShard> all = shards(24, 16, 24, 16, 40, 40);
    List<Images> rounds = new ArrayList<>();
    for (int from = 0; from < all.size(); from += 2) {
      rounds.add(images(context(), all.subList(from, from + 2)));
    }
    return ScoredDigits.plan(rounds, confidence, Optional.empty(), 2);
  }

  private static List<Architecture> architectures() {
    RandomNetworks random = new RandomNetworks(9);
    List<Architecture> architectures = new ArrayList<>(List.of(ScoredDigits.NETWORK.full()));
    while (architectures.size() < 8) {
      architectures.add(random.architecture(ScoredDigits.NETWORK));
    }
    return architectures;
  }

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
