package netadapt.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankStatisticsTest {
  /** Few different values, so that there are ties in both, and ties in both at once. */
  private static List<RankedNetwork> tied(long seed, int count) {
    Random random = new Random(seed);
    List<RankedNetwork> networks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double score = random.nextInt(6);
      double accuracy = (score + random.nextInt(6)) / 20;
      networks.add(new RankedNetwork(score, random.nextInt(9), i, accuracy));
    }
    return networks;
  }

  private static List<RankedNetwork> networks(double[] scores, double[] accuracies) {
    List<RankedNetwork> networks = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      networks.add(new RankedNetwork(scores[i], 1, 1, accuracies[i]));
    }
    return networks;
  }

  /** Tau-b by its definition: every pair is looked at. */
  private static double naiveTau(List<RankedNetwork> networks) {
    int balance = 0;
    int apartByScore = 0;
    int apartByAccuracy = 0;
    for (int i = 0; i < networks.size(); i++) {
      for (int j = 0; j < i; j++) {
        RankedNetwork a = networks.get(i);
        RankedNetwork b = networks.get(j);
        int byScore = Double.compare(a.score(), b.score());
        int byAccuracy = Double.compare(a.accuracy(), b.accuracy());
        balance += byScore * byAccuracy;
        apartByScore += byScore == 0 ? 0 : 1;
        apartByAccuracy += byAccuracy == 0 ? 0 : 1;
      }
    }
    return balance / Math.sqrt((double) apartByScore * apartByAccuracy);
  }

  /** A rank is one and the number of those before, ties counting half: Pearson's r of the ranks. */
  private static double naiveRho(List<RankedNetwork> networks) {
    int n = networks.size();
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        RankedNetwork a = networks.get(i);
        RankedNetwork b = networks.get(j);
        x[i] += (Double.compare(a.score(), b.score()) + 1) / 2.0;
        y[i] += (Double.compare(a.accuracy(), b.accuracy()) + 1) / 2.0;
      }
    }
    double mean = n / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }

  @Test
  void tauIsThatOfLookingAtEveryPair() {
    for (int count = 2; count < 40; count++) {
      List<RankedNetwork> networks = tied(count, count);
      double expected = naiveTau(networks);
      double tau = RankStatistics.tau(Ranking.SCORE, networks);
      assertThat(tau).as("%d networks", count).isEqualTo(expected, within(1e-12));
    }
  }

  @Test
  void rhoIsPearsonsCorrelationOfTheRanks() {
    for (int count = 3; count < 40; count++) {
      List<RankedNetwork> networks = tied(count, count);
      double rho = RankStatistics.rho(Ranking.SCORE, networks);
      assertThat(rho).as("%d networks", count).isEqualTo(naiveRho(networks), within(1e-12));
    }
  }

  @Test
  void tauOfAKnownCaseWithTies() {
    // The example in the documentation of scipy.stats.kendalltau.
    double[] scores = {12, 2, 1, 12, 2};
    double[] accuracies = {1, 4, 7, 1, 0};
    assertThat(RankStatistics.tau(Ranking.SCORE, networks(scores, accuracies)))
        .isEqualTo(-0.4714045207910316, within(1e-12));
  }

  @Test
  void sameOrderIsOneAndReverseOrderMinusOne() {
    double[] up = {0.1, 0.2, 0.5, 0.9};
    double[] down = {0.9, 0.5, 0.2, 0.1};
    assertThat(RankStatistics.tau(Ranking.SCORE, networks(up, up))).isEqualTo(1);
    assertThat(RankStatistics.rho(Ranking.SCORE, networks(up, down))).isEqualTo(-1, within(1e-12));
  }

  @Test
  void nothingCanBeSaidWhereAllAreEqualOrThereIsOne() {
    double[] equal = {0.5, 0.5, 0.5};
    double[] up = {0.1, 0.2, 0.3};
    assertThat(RankStatistics.tau(Ranking.SCORE, networks(equal, up))).isNaN();
    assertThat(RankStatistics.rho(Ranking.SCORE, networks(equal, up))).isNaN();
    assertThat(RankStatistics.rho(Ranking.SCORE, networks(up, equal))).isNaN();
    assertThat(RankStatistics.tau(Ranking.CHANCE, networks(up, up))).isNaN();
    assertThat(RankStatistics.tau(Ranking.SCORE, networks(new double[1], new double[1]))).isNaN();
    assertThat(RankStatistics.loss(Ranking.SCORE, List.of())).isNaN();
  }

  @Test
  void lossIsTheBestLessTheOneChosen() {
    List<RankedNetwork> networks =
        List.of(
            new RankedNetwork(0.9, 10, 3, 0.6),
            new RankedNetwork(0.4, 30, 2, 0.7),
            new RankedNetwork(0.5, 20, 1, 0.8));
    assertThat(RankStatistics.loss(Ranking.SCORE, networks)).isEqualTo(0.2, within(1e-12));
    assertThat(RankStatistics.loss(Ranking.MACS, networks)).isEqualTo(0.1, within(1e-12));
    assertThat(RankStatistics.loss(Ranking.PARAMETERS, networks)).isEqualTo(0.2, within(1e-12));
  }

  @Test
  void lossOfThoseThatShareTheFirstPlaceIsTheirMean() {
    double[] scores = {0.9, 0.9, 0.1};
    double[] accuracies = {0.6, 0.7, 0.8};
    List<RankedNetwork> networks = networks(scores, accuracies);
    assertThat(RankStatistics.loss(Ranking.SCORE, networks)).isEqualTo(0.15, within(1e-12));
    assertThat(RankStatistics.loss(Ranking.CHANCE, networks)).isEqualTo(0.1, within(1e-12));
  }
}
