package netadapt.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final int RACES = 400;
  private static final int CONTENDERS = 12;
  private static final int[] ENDS = {100, 200, 400, 800, 1600};

  /** Networks of which one is little better, which is the hardest case. */
  @Test
  void theBestIsNotDroppedMoreOftenThanTheConfidenceAllows() {
    for (double confidence : new double[] {0.5, 0.9}) {
      int lost = 0;
      for (int race = 0; race < RACES; race++) {
        lost += lost(new Random(race), confidence, 0.01) ? 1 : 0;
      }
      assertThat(lost / (double) RACES).isLessThanOrEqualTo(1 - confidence);
    }
  }

  @Test
  void theBestIsLostWhereNothingElseIsAskedFor() {
    // Or the simulation would prove nothing.
    long lost =
        IntStream.range(0, RACES).filter(race -> lost(new Random(race), 1e-9, 0.01)).count();

    assertThat(lost).isGreaterThan(RACES / 50);
  }

  @Test
  void thoseThatAreMuchWorseAreDroppedSoon() {
    List<BitSet> outcomes = outcomes(new Random(3), 0.3);
    BitSet dropped = race(0.95).dropped(cut(outcomes, 800));

    assertThat(dropped.cardinality()).isGreaterThan(CONTENDERS / 2);
    assertThat(dropped.get(best(outcomes))).isFalse();
  }

  @Test
  void theTestIsExact() {
    // One rival, one round: 5 wins of 5 have a chance of 1/32, 6 of 6 one of 1/64.
    assertThat(winsAreEnough(5, 0, 1 - 1.0 / 33)).isFalse();
    assertThat(winsAreEnough(5, 0, 1 - 1.0 / 31)).isTrue();
    // 9 or more of 10: 11/1024.
    assertThat(winsAreEnough(9, 1, 1 - 10.5 / 1024)).isFalse();
    assertThat(winsAreEnough(9, 1, 1 - 11.5 / 1024)).isTrue();
  }

  @Test
  void moreRivalsAndMoreRoundsTakeMoreToBeSure() {
    BitSet better = bits(0, 6);
    List<BitSet> three = List.of(better, new BitSet(), better);

    assertThat(new Race(2, 1, 0.97).dropped(three.subList(0, 2)).get(1)).isTrue();
    assertThat(new Race(2, 2, 0.97).dropped(three.subList(0, 2)).get(1)).isFalse();
    assertThat(new Race(3, 1, 0.97).dropped(three).get(1)).isFalse();
  }

  @Test
  void equalOnesStay() {
    assertThat(race(0.5).dropped(List.of(bits(0, 90), bits(0, 90))).isEmpty()).isTrue();
    assertThat(race(0.5).dropped(List.of()).isEmpty()).isTrue();
    assertThat(race(0.5).dropped(List.of(new BitSet())).isEmpty()).isTrue();
  }

  private static boolean winsAreEnough(int wins, int losses, double confidence) {
    BitSet winner = bits(0, wins);
    BitSet loser = bits(wins, wins + losses);
    return new Race(2, 1, confidence).dropped(List.of(loser, winner)).get(0);
  }

  /** Whether a race drops the one that has most images right in the end. */
  private static boolean lost(Random random, double confidence, double spread) {
    List<BitSet> outcomes = outcomes(random, spread);
    int best = best(outcomes);
    Race race = race(confidence);
    List<Integer> left = new ArrayList<>(IntStream.range(0, CONTENDERS).boxed().toList());
    for (int round = 0; round < ENDS.length - 1; round++) {
      int end = ENDS[round];
      BitSet dropped = race.dropped(left.stream().map(i -> outcomes.get(i).get(0, end)).toList());
      List<Integer> before = List.copyOf(left);
      left.removeIf(i -> dropped.get(before.indexOf(i)));
    }
    return !left.contains(best);
  }

  /**
   * What each contender has right: an image is as hard for all, but for a part of its own.
   *
   * @param spread of the contenders' skills
   */
  private static List<BitSet> outcomes(Random random, double spread) {
    List<BitSet> outcomes = new ArrayList<>();
    double[] skills = random.doubles(CONTENDERS).map(x -> x * spread).toArray();
    for (int contender = 0; contender < CONTENDERS; contender++) {
      outcomes.add(new BitSet());
    }
    for (int image = 0; image < ENDS[ENDS.length - 1]; image++) {
      double hardness = random.nextDouble();
      for (int contender = 0; contender < CONTENDERS; contender++) {
        double own = 0.2 * random.nextGaussian();
        outcomes.get(contender).set(image, hardness + own < 0.7 + skills[contender]);
      }
    }
    return outcomes;
  }

  private static int best(List<BitSet> outcomes) {
    return IntStream.range(0, outcomes.size())
        .reduce((a, b) -> outcomes.get(b).cardinality() > outcomes.get(a).cardinality() ? b : a)
        .orElseThrow();
  }

  private static Race race(double confidence) {
    return new Race(CONTENDERS, ENDS.length - 1, confidence);
  }

  private static List<BitSet> cut(List<BitSet> outcomes, int end) {
    return outcomes.stream().map(right -> right.get(0, end)).toList();
  }

  private static BitSet bits(int from, int to) {
    BitSet bits = new BitSet();
    bits.set(from, to);
    return bits;
  }
}
