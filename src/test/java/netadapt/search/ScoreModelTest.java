package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import org.junit.jupiter.api.Test;

class ScoreModelTest {
  private static final SearchSpace SPACE =
      SearchSpace.of(Oracles.chain(), Oracles.filters(), List.of());

  /** All sub-networks, the full one first. */
  private static final List<Architecture> NETWORKS = networks();

  private static final double NOISE = 0.5;

  private static List<Architecture> networks() {
    List<Architecture> networks = new ArrayList<>(Oracles.all(SPACE.network()));
    Collections.shuffle(networks, new Random(1));
    networks.remove(SPACE.network().full());
    networks.add(0, SPACE.network().full());
    return networks;
  }

  /** A linear function of the widths. */
  private static double linear(Architecture architecture) {
    double value = 0;
    for (int i = 0; i < architecture.sizes().size(); i++) {
      value += (i + 1) * architecture.sizes().get(i).filters() / 8.0;
    }
    return value;
  }

  private static List<Scored> scored(
      ToDoubleFunction<Architecture> value, double error, int from, int to) {
    List<Scored> scored = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Sample sample = Sample.given(0, NETWORKS.get(i), 1);
      scored.add(
          new Scored(i, sample, Oracles.scorer(value, error, 3).score(i, List.of(sample)).get(0)));
    }
    return scored;
  }

  private static ScoreModel model(List<Scored> scored) {
    ScoreModel model = new ScoreModel(SPACE);
    scored.forEach(model::add);
    return model;
  }

  private static Scored failed(int network) {
    return new Scored(0, Sample.given(0, NETWORKS.get(network), 1), Score.failed(0, 1, "test"));
  }

  @Test
  void exactScoresAreExpectedAsTheyAre() {
    List<Scored> scored = scored(Oracles::value, 0, 0, 60);
    ScoreModel model = model(scored);

    for (Scored one : scored) {
      assertThat(model.expected(one).mean()).isCloseTo(one.score().value(), within(1e-12));
      assertThat(model.expected(one).deviation()).isZero();
    }
  }

  @Test
  void oneScoreAloneIsExpectedAsItIs() {
    Scored only = scored(Oracles::value, NOISE, 0, 1).get(0);

    assertThat(model(List.of(only)).expected(only).mean()).isEqualTo(only.score().value());
  }

  @Test
  void oneScoreAloneIsExpectedNoSurerThanItIs() {
    Scored only = scored(Oracles::value, NOISE, 0, 1).get(0);
    assertThat(model(List.of(only)).expected(only).deviation())
        .isCloseTo(only.score().error(), within(1e-9));
  }

  @Test
  void expectedScoresAreFarLessNoisyThanScoresWhereTheTruthIsLinear() {
    List<Scored> scored = scored(ScoreModelTest::linear, NOISE, 0, 300);
    ScoreModel model = model(scored);

    double squares = 0;
    for (Scored one : scored) {
      double off = model.mean(one) - linear(one.sample().architecture());
      squares += off * off / scored.size();
    }
    assertThat(Math.sqrt(squares)).isLessThan(NOISE / 2);
  }

  @Test
  void networksWithoutAScoreArePredictedWhereTheTruthIsLinear() {
    ScoreModel model = model(scored(ScoreModelTest::linear, NOISE, 0, 300));

    double squares = 0;
    for (Architecture unseen : NETWORKS.subList(300, 600)) {
      double off = model.predicted(unseen) - linear(unseen);
      squares += off * off / 300;
    }
    assertThat(Math.sqrt(squares)).isLessThan(NOISE / 2);
  }

  /** Layers that are far from each other interplay: only their difference counts. */
  private static double apart(Architecture architecture) {
    List<LayerSize> sizes = architecture.sizes();
    double difference = (sizes.get(0).filters() - sizes.get(3).filters()) / 8.0;
    return -10 * difference * difference;
  }

  @Test
  void interplayOfDistantLayersIsPredictedInANetworkOfFewLayers() {
    ScoreModel model = model(scored(ScoreModelTest::apart, NOISE, 0, 300));

    double squares = 0;
    for (Architecture unseen : NETWORKS.subList(300, 600)) {
      double off = model.predicted(unseen) - apart(unseen);
      squares += off * off / 300;
    }
    assertThat(Math.sqrt(squares)).isLessThan(NOISE / 2);
  }

  @Test
  void askingInBetweenChangesNoBit() {
    List<Scored> scored = scored(Oracles::value, NOISE, 0, 60);
    ScoreModel whole = model(scored);
    ScoreModel asked = model(scored.subList(0, 30));
    scored.forEach(asked::expected);

    scored.subList(30, 60).forEach(asked::add);

    assertThat(scored.stream().map(asked::expected))
        .isEqualTo(scored.stream().map(whole::expected).toList());
  }

  @Test
  void whatFailedIsExpectedToBeWhatTheOthersSay() {
    ScoreModel model = model(scored(ScoreModelTest::linear, NOISE, 0, 100));

    assertThat(model.expected(failed(200)).mean()).isEqualTo(model.predicted(NETWORKS.get(200)));
  }

  @Test
  void aScoreOfFewImagesCountsForLess() {
    assertThat(change(10)).isPositive().isLessThan(change(1000) / 5);
  }

  /** How far a score that is too high by 5 changes the model's prediction. */
  private static double change(long images) {
    List<Scored> scored = scored(ScoreModelTest::linear, NOISE, 0, 100);
    scored.replaceAll(one -> of(one, one.score().value(), 1000));
    Architecture odd = NETWORKS.get(200);
    double before = model(scored).predicted(odd);
    Scored lucky = new Scored(0, Sample.given(0, odd, 1), failed(200).score());
    scored.add(of(lucky, linear(odd) + 5, images));
    return model(scored).predicted(odd) - before;
  }

  private static Scored of(Scored one, double value, long images) {
    Score score = new Score(0, value, NOISE, 0, images, images < 1000, 1, 1, "test");
    return new Scored(one.iteration(), one.sample(), score);
  }

  @Test
  void moreScoresMakeExpectationsSurer() {
    List<Scored> scored = scored(ScoreModelTest::linear, NOISE, 0, 400);
    double few = deviation(model(scored.subList(0, 50)));
    double many = deviation(model(scored));

    assertThat(many).isPositive().isLessThan(few);
  }

  private static double deviation(ScoreModel model) {
    double sum = 0;
    for (Scored one : scored(ScoreModelTest::linear, NOISE, 400, 600)) {
      sum += model.expected(one).deviation();
    }
    return sum;
  }
}
