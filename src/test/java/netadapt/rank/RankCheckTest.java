package netadapt.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import netadapt.BrokenRule;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.junit.jupiter.api.Test;

class RankCheckTest {
  /**
   * Networks whose accuracy is a normal number, and whose score is another one that correlates with
   * it; MACs say nothing.
   *
   * @param correlation of accuracy and score, before chance
   */
  private static List<RankedNetwork> normal(int count, double correlation, long seed) {
    Random random = new Random(seed);
    List<RankedNetwork> networks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double worth = random.nextGaussian();
      double noise = random.nextGaussian() * Math.sqrt(1 - correlation * correlation);
      networks.add(
          new RankedNetwork(correlation * worth + noise, random.nextInt(1_000_000), i, worth));
    }
    return networks;
  }

  @Test
  void aPerfectScoreLosesNothingAndIsCertain() {
    List<RankedNetwork> networks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      networks.add(new RankedNetwork(i, 37L * i % 40, i, 0.01 * i));
    }
    RankCheck check = RankCheck.of(networks, 1);
    Agreement score = check.overall().get(Ranking.SCORE);
    assertThat(score.tau()).isEqualTo(new Estimate(1, 1, 1));
    assertThat(score.loss()).isEqualTo(new Estimate(0, 0, 0));
    assertThat(check.withinBands().get(Ranking.SCORE).tau()).isEqualTo(new Estimate(1, 1, 1));
    assertThat(check.advantage().low()).isPositive();
  }

  @Test
  void theIntervalHoldsTheTruthAboutAsOftenAsItSays() {
    // Of a bivariate normal, tau is 2 / pi * asin(correlation).
    double truth = 2 / Math.PI * Math.asin(0.6);
    int held = 0;
    for (int seed = 0; seed < 100; seed++) {
      List<RankedNetwork> networks = normal(50, 0.6, seed);
      Estimate tau =
          new Bootstrap(300, seed).of(List.of(networks), n -> RankStatistics.tau(Ranking.SCORE, n));
      held += tau.low() <= truth && truth <= tau.high() ? 1 : 0;
    }
    assertThat(held).isBetween(85, 100);
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    List<RankedNetwork> networks = normal(24, 0.5, 7);
    assertThat(RankCheck.of(networks, 3)).isEqualTo(RankCheck.of(networks, 3));
    assertThat(RankCheck.of(networks, 3)).isNotEqualTo(RankCheck.of(networks, 4));
  }

  @Test
  void withinBandsARankingByMacsAloneIsSeenThrough() {
    // Accuracy and score both follow MACs, and have nothing else in common.
    Random random = new Random(5);
    List<RankedNetwork> networks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double step = 0.1 * (i / 12);
      networks.add(
          new RankedNetwork(
              step + 0.01 * random.nextDouble(), i, i, step + 0.01 * random.nextDouble()));
    }
    RankCheck check = RankCheck.of(networks, 1);
    assertThat(check.bands()).isEqualTo(5);
    assertThat(check.overall().get(Ranking.SCORE).tau().value()).isGreaterThan(0.7);
    Estimate within = check.withinBands().get(Ranking.SCORE).tau();
    assertThat(within.low()).isNegative();
    assertThat(within.high()).isPositive();
  }

  @Test
  void tauWithinBandsIsTheMeanOverNetworksOfLikeMacs() {
    List<RankedNetwork> networks = normal(24, 0.5, 7);
    List<RankedNetwork> ordered = new ArrayList<>(networks);
    ordered.sort((a, b) -> Long.compare(a.macs(), b.macs()));
    double sum = 0;
    for (int band = 0; band < 3; band++) {
      List<RankedNetwork> members = ordered.subList(8 * band, 8 * band + 8);
      sum +=
          new KendallsCorrelation()
              .correlation(
                  members.stream().mapToDouble(RankedNetwork::score).toArray(),
                  members.stream().mapToDouble(RankedNetwork::accuracy).toArray());
    }
    RankCheck check = RankCheck.of(networks, 1);
    assertThat(check.bands()).isEqualTo(3);
    assertThat(check.withinBands().get(Ranking.SCORE).tau().value())
        .isEqualTo(sum / 3, within(1e-12));
  }

  @Test
  void choosingByChanceLosesTheBestLessTheMean() {
    List<RankedNetwork> networks = normal(30, 0.5, 2);
    double best = networks.stream().mapToDouble(RankedNetwork::accuracy).max().orElseThrow();
    double mean = networks.stream().mapToDouble(RankedNetwork::accuracy).average().orElseThrow();
    Agreement chance = RankCheck.of(networks, 1).overall().get(Ranking.CHANCE);
    assertThat(chance.loss().value()).isEqualTo(best - mean, within(1e-12));
    assertThat(chance.tau().defined()).isFalse();
    assertThat(chance.tau().low()).isNaN();
  }

  @Test
  void theMeanOfTheTrainingsIsWhatANetworkIsWorth() {
    RankedNetwork network = new RankedNetwork(0.5, 10, 5, List.of(0.7, 0.8));
    assertThat(network.accuracy()).isEqualTo(0.75, within(1e-12));
  }

  @Test
  void secondTrainingsThatReverseTheOrderAgreeNegatively() {
    List<RankedNetwork> networks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      networks.add(new RankedNetwork(i, i, i, List.of(0.1 * i, 1 - 0.1 * i)));
    }
    assertThat(RankCheck.of(networks, 1).repeated()).isEqualTo(new Estimate(-1, -1, -1));
    assertThat(RankCheck.of(normal(10, 0.5, 1), 1).repeated().defined()).isFalse();
  }

  @Test
  void ofNoNetworksNothingIsKnown() {
    RankCheck check = RankCheck.of(List.of(), 1);
    assertThat(check.networks()).isZero();
    assertThat(check.overall().get(Ranking.SCORE).tau().defined()).isFalse();
    assertThat(check.overall().get(Ranking.SCORE).loss().defined()).isFalse();
  }

  @Test
  void aPlanOutOfItsRangeIsTheUsersMistake() {
    OptionalInt epochs = OptionalInt.empty();
    assertThatThrownBy(() -> new RankPlan(1, 1, 0.3, 0.7, epochs, 1))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("networks is 1 but must be at least 2");
    assertThatThrownBy(() -> new RankPlan(8, 0, 0.3, 0.7, epochs, 1))
        .hasMessage("trainings is 0 but must be at least 1");
    assertThatThrownBy(() -> new RankPlan(8, 1, 0.7, 0.3, epochs, 1))
        .hasMessage("from is 0.7 but must be at least 0 and less than to, 0.3");
    assertThatThrownBy(() -> new RankPlan(8, 1, 0.3, 1.7, epochs, 1))
        .hasMessage("to is 1.7 but must be at most 1, the whole network");
    assertThatThrownBy(() -> new RankPlan(8, 1, 0.3, 0.7, OptionalInt.of(0), 1))
        .hasMessage("epochs is 0 but must be at least 1");
  }
}
