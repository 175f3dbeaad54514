package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import netadapt.BadInput;
import org.junit.jupiter.api.Test;

class SplitPlanTest {
  private static final int[] SIZES = {50, 30, 17, 3};

  @Test
  void sharesSumToTheNumberAndFollowTheSizes() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 500; round++) {
      int[] sizes = random.ints(1 + random.nextInt(12), 0, 2000).toArray();
      int total = IntStream.of(sizes).sum();
      int number = random.nextInt(total + 1);

      int[] shares = SplitPlan.stratify(number, sizes);

      assertThat(IntStream.of(shares).sum()).isEqualTo(number);
      for (int i = 0; i < sizes.length; i++) {
        assertThat(shares[i]).isBetween(0, sizes[i]);
        assertThat(Math.abs(shares[i] - (double) number * sizes[i] / Math.max(1, total)))
            .isLessThan(1);
      }
    }
  }

  @Test
  void largestRemainderGetsWhatIsMissing() {
    // Exact shares of 10: 5.0, 3.0, 1.7, 0.3.
    assertThat(SplitPlan.stratify(10, SIZES)).containsExactly(5, 3, 2, 0);
  }

  @Test
  void splitsAreExactAndStratified() {
    Listing listing = listing(SIZES);

    SplitPlan plan = SplitPlan.of(listing, new BitSet(), preparation(20, 10, 1));

    assertThat(plan.count(Split.TRAIN)).isEqualTo(70);
    assertThat(plan.count(Split.HELD_OUT)).isEqualTo(20);
    assertThat(plan.count(Split.TEST)).isEqualTo(10);
    assertThat(perClass(listing, plan, Split.TEST)).containsExactly(5, 3, 2, 0);
    // Of what is left (45, 27, 15, 3): 10.0, 6.0, 3.33, 0.67.
    assertThat(perClass(listing, plan, Split.HELD_OUT)).containsExactly(10, 6, 3, 1);
  }

  @Test
  void unreadableImagesDoNotCount() {
    Listing listing = listing(SIZES);
    BitSet unreadable = new BitSet();
    unreadable.set(0, 10);

    SplitPlan plan = SplitPlan.of(listing, unreadable, preparation(20, 10, 1));

    assertThat(plan.total()).isEqualTo(90);
    assertThat(plan.count(Split.HELD_OUT)).isEqualTo(20);
    assertThat(plan.skipped(3)).isTrue();
  }

  @Test
  void theSourcesOwnTestSetIsTheTestSet() {
    Listing listing = listing(SIZES);
    listing.add("test", 0, 2, true);

    SplitPlan plan = SplitPlan.of(listing, new BitSet(), preparation(20, 10, 1));

    assertThat(plan.count(Split.TEST)).isEqualTo(1);
    assertThat(plan.split(100)).isEqualTo(Split.TEST);
  }

  @Test
  void indicesAreDenseWithTheTrainingImagesFirst() {
    Listing listing = listing(SIZES);

    SplitPlan plan = SplitPlan.of(listing, new BitSet(), preparation(20, 10, 1));

    assertThat(IntStream.range(0, 100).map(plan::index).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    assertThat(IntStream.range(0, 100).filter(i -> plan.index(i) < 70))
        .allMatch(i -> plan.split(i) == Split.TRAIN);
    assertThat(IntStream.range(0, 100).filter(i -> plan.index(i) >= 90))
        .allMatch(i -> plan.split(i) == Split.TEST);
  }

  @Test
  void classesAreNotClustered() {
    Listing listing = listing(500, 500);

    SplitPlan plan = SplitPlan.of(listing, new BitSet(), preparation(0, 0, 1));

    int[] labels = new int[1000];
    listing.items().forEach(item -> labels[plan.index(item.ordinal())] = item.label());
    long changes = IntStream.range(1, 1000).filter(i -> labels[i] != labels[i - 1]).count();
    assertThat(changes).isBetween(430L, 570L); // expected 500, deviation 16
  }

  @Test
  void anotherSeedGivesAnotherSplit() {
    Listing listing = listing(SIZES);

    SplitPlan one = SplitPlan.of(listing, new BitSet(), preparation(20, 10, 1));
    SplitPlan same = SplitPlan.of(listing, new BitSet(), preparation(20, 10, 1));
    SplitPlan other = SplitPlan.of(listing, new BitSet(), preparation(20, 10, 2));

    assertThat(indices(same)).isEqualTo(indices(one));
    assertThat(indices(other)).isNotEqualTo(indices(one));
  }

  @Test
  void askingForMoreImagesThanThereAreIsAMistake() {
    assertThatThrownBy(() -> SplitPlan.of(listing(SIZES), new BitSet(), preparation(60, 40, 1)))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(
            "held-out is 60 but must be less: with 40 images set apart for testing")
        .hasMessageContaining("none of the 100 images");
  }

  private static Listing listing(int... sizes) {
    Listing listing =
        new Listing(IntStream.range(0, sizes.length).mapToObj(Integer::toString).toList());
    for (int label = 0; label < sizes.length; label++) {
      for (int i = 0; i < sizes[label]; i++) {
        listing.add("file", i, label, false);
      }
    }
    return listing;
  }

  private static Preparation preparation(int heldOut, int test, long seed) {
    return new Preparation(new EmbeddedDigits(), 28, 28, 1, heldOut, test, seed, 0, 1);
  }

  private static List<Integer> perClass(Listing listing, SplitPlan plan, Split split) {
    return IntStream.range(0, listing.classes().size())
        .mapToObj(
            label ->
                (int)
                    listing.items().stream()
                        .filter(
                            item -> item.label() == label && plan.split(item.ordinal()) == split)
                        .count())
        .toList();
  }

  private static List<Integer> indices(SplitPlan plan) {
    return IntStream.range(0, 100).map(plan::index).boxed().toList();
  }
}
