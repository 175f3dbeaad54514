package netadapt.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final SearchSpace SPACE =
      SearchSpace.of(Oracles.chain(), Oracles.filters(), List.of());
  private static final List<Architecture> NETWORKS = Oracles.all(SPACE.network());

  private final History history = new History(ChooseBy.SCORE, new ScoreModel(SPACE));

  private static Scored scored(int iteration, int network, double value, boolean dropped) {
    Architecture architecture = NETWORKS.get(network);
    double resource = SPACE.metric().of(SubNetwork.of(SPACE.network(), architecture));
    return new Scored(
        iteration,
        Sample.given(0, architecture, resource),
        new Score(0, value, 0.1, 1, dropped ? 5 : 10, dropped, 1, 1, "test"));
  }

  @Test
  void theFirstOfTwoScoresOfANetworkStays() {
    history.learn(List.of(scored(0, 3, 0.5, false)));
    history.learn(List.of(scored(1, 3, 0.9, false)));

    assertThat(history.best(Double.MAX_VALUE, 10)).containsExactly(scored(0, 3, 0.5, false));
  }

  @Test
  void aScoreOnAllImagesReplacesOneThatLeftARace() {
    history.learn(List.of(scored(0, 3, 0.9, true)));
    assertThat(history.best(100)).isEmpty();

    history.learn(List.of(scored(1, 3, 0.5, false)));

    assertThat(history.best(100)).contains(scored(1, 3, 0.5, false));
  }

  @Test
  void aScoreThatLeftARaceReplacesNone() {
    history.learn(List.of(scored(0, 3, 0.5, false)));
    history.learn(List.of(scored(1, 3, 0.9, true)));

    assertThat(history.best(Double.MAX_VALUE, 10)).containsExactly(scored(0, 3, 0.5, false));
  }

  @Test
  void whatFailedMayBeTriedAgain() {
    Sample sample = scored(0, 3, 0, false).sample();
    history.learn(List.of(new Scored(0, sample, Score.failed(0, 1, "test"))));

    assertThat(history.networks()).doesNotContain(sample.architecture());
  }

  @Test
  void theBestAreInOrderAndWithinTheBudget() {
    history.learn(someScores());

    List<Scored> best = history.best(16, 10);

    assertThat(best).hasSize(10).allMatch(one -> one.resource() <= 16);
    assertThat(best).isSortedAccordingTo(Selector.order(history.merit()).reversed());
    assertThat(history.best(16)).contains(best.get(0));
  }

  @Test
  void theFrontIsWhatNoNetworkOfAsMuchOrLessBeats() {
    List<Scored> all = someScores();
    history.learn(all);

    List<Scored> front = history.front().stream().map(FrontPoint::scored).toList();

    assertThat(front)
        .containsExactlyInAnyOrderElementsOf(
            all.stream().filter(one -> all.stream().noneMatch(o -> beats(o, one))).toList());
  }

  /** Whether a network is better at no higher cost, or as good at a lower one. */
  private static boolean beats(Scored one, Scored other) {
    double better = one.score().value() - other.score().value();
    return (better > 0 && one.resource() <= other.resource())
        || (better == 0 && one.resource() < other.resource());
  }

  @Test
  void theFrontDescendsInCostAndScore() {
    history.learn(someScores());

    List<Scored> front = history.front().stream().map(FrontPoint::scored).toList();

    assertThat(front).hasSizeGreaterThan(3);
    for (int i = 1; i < front.size(); i++) {
      assertThat(front.get(i).resource()).isLessThan(front.get(i - 1).resource());
      assertThat(front.get(i).score().value()).isLessThan(front.get(i - 1).score().value());
    }
  }

  private static List<Scored> someScores() {
    Random random = new Random(2);
    List<Scored> scores = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double value = Oracles.value(NETWORKS.get(i)) + random.nextGaussian();
      scores.add(scored(0, i, value, false));
    }
    return scores;
  }
}
