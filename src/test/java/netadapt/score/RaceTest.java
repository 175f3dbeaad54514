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
  private static final int[] ENDS = {200, 400, 600, 800, 1000, 1200, 1400, 1600};

  /** Networks of which one is little better, which is the hardest case. */
  @Test
  void theBestIsNotDroppedMoreOftenThanTheConfidenceAllows() {
    for (double confidence : new double[] {0.5, 0.9}) {
      long lost =
          IntStream.range(0, RACES)
              .filter(race -> lost(new Random(race), race(confidence), 0.01))
              .count();
      assertThat(lost / (double) RACES).isLessThanOrEqualTo(1 - confidence);
    }
  }

  /** As if there were two and a single look: or the simulation would prove nothing. */
  @Test
  void theBestIsDroppedOftenIfRivalsAndRoundsDoNotCount() {
    Race careless = new Race(2, 1, 0.5, ENDS[ENDS.length - 1]);
    long lost =
        IntStream.range(0, RACES).filter(race -> lost(new Random(race), careless, 0.01)).count();

    assertThat(lost / (double) RACES).isGreaterThan(0.5);
  }

  @Test
  void thoseThatAreMuchWorseAreDroppedSoon() {
    List<BitSet> outcomes = outcomes(new Random(3), 0.3);
    BitSet dropped = race(0.95).dropped(cut(outcomes, 800), 800);

    assertThat(dropped.cardinality()).isGreaterThan(CONTENDERS / 2);
    assertThat(dropped.get(best(outcomes))).isFalse();
  }

  /** All images but two decide, so that the bound on how many do is exact too. */
  @Test
  void theTestIsExact() {
    // 6 of 8 images seen, all won: of 8 of which 4 are won, no 6 can be.
    assertThat(winsAreEnough(6, 0, 8, 0.99)).isTrue();
    // 3 of 8 seen: 4/8 · 3/7 · 2/6 = 1/14, and as much for the bound.
    assertThat(winsAreEnough(3, 0, 8, 1 - 2.0 / 15)).isFalse();
    assertThat(winsAreEnough(3, 0, 8, 1 - 2.0 / 13)).isTrue();
    // 5 of 6 won, of 20 of which 10 are: (10C5 · 10C1 + 10C6) / 20C6 = 2730 / 38760.
    assertThat(winsAreEnough(5, 1, 20, 1 - 2 * 2700.0 / 38760)).isFalse();
    assertThat(winsAreEnough(5, 1, 20, 1 - 2 * 2760.0 / 38760)).isTrue();
  }

  @Test
  void theMoreImagesAreSeenTheFewerWinsAreEnough() {
    // 100 decide of 1,000 seen, 59 to 41: by chance of few images, but not of nearly all.
    assertThat(decides(59, 41, 1000, 100_000)).isFalse();
    assertThat(decides(59, 41, 1000, 1100)).isTrue();
  }

  @Test
  void moreRivalsAndMoreRoundsTakeMoreToBeSure() {
    BitSet better = bits(0, 9);
    List<BitSet> three = List.of(better, new BitSet(), better);

    assertThat(new Race(2, 1, 0.99, 1000).dropped(three.subList(0, 2), 9).get(1)).isTrue();
    assertThat(new Race(2, 4, 0.99, 1000).dropped(three.subList(0, 2), 9).get(1)).isFalse();
    assertThat(new Race(5, 1, 0.99, 1000).dropped(three, 9).get(1)).isFalse();
  }

  @Test
  void equalOnesStay() {
    assertThat(race(0.5).dropped(List.of(bits(0, 90), bits(0, 90)), 100).isEmpty()).isTrue();
    assertThat(race(0.5).dropped(List.of(), 100).isEmpty()).isTrue();
    assertThat(race(0.5).dropped(List.of(new BitSet()), 100).isEmpty()).isTrue();
  }

  /** All images seen decide, and the rest may. */
  private static boolean winsAreEnough(int wins, int losses, int total, double confidence) {
    BitSet winner = bits(0, wins);
    BitSet loser = bits(wins, wins + losses);
    return new Race(2, 1, confidence, total).dropped(List.of(loser, winner), wins + losses).get(0);
  }

  private static boolean decides(int wins, int losses, int seen, int total) {
    BitSet winner = bits(0, wins);
    BitSet loser = bits(wins, wins + losses);
    return new Race(2, 1, 0.95, total).dropped(List.of(loser, winner), seen).get(0);
  }

  /** Whether a race drops the one that has most images right in the end. */
  private static boolean lost(Random random, Race race, double spread) {
    List<BitSet> outcomes = outcomes(random, spread);
    int best = best(outcomes);
    List<Integer> left = new ArrayList<>(IntStream.range(0, CONTENDERS).boxed().toList());
    for (int round = 0; round < ENDS.length - 1; round++) {
      int end = ENDS[round];
      BitSet dropped =
          race.dropped(left.stream().map(i -> outcomes.get(i).get(0, end)).toList(), end);
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
    return new Race(CONTENDERS, ENDS.length - 1, confidence, ENDS[ENDS.length - 1]);
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
