package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  @Test
  void everyNumberComesOnceWhateverTheSize() {
    for (int size = 0; size <= 300; size++) {
      assertThat(sorted(order(size, size))).isEqualTo(ascending(size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4095, 4096, 4097, 22_500, 65_536, 1_000_003})
  void everyNumberOfALargeSizeComesOnce(int size) {
    assertThat(sorted(order(size, 7))).isEqualTo(ascending(size));
  }

  @Test
  void theLargestSizeThereIsHasAnOrder() {
    Permutation largest = new Permutation(Integer.MAX_VALUE, 1);

    for (int place : new int[] {0, 1, Integer.MAX_VALUE - 1}) {
      assertThat(largest.at(place)).isBetween(0, Integer.MAX_VALUE - 1);
    }
  }

  @Test
  void placesOutsideAreRefused() {
    assertThatThrownBy(() -> new Permutation(5, 1).at(5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Permutation(5, 1).at(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theSameSeedGivesTheSameOrder() {
    assertThat(order(1000, 3)).isEqualTo(order(1000, 3));
  }

  @Test
  void anotherSeedGivesAnotherOrder() {
    int[] one = order(1000, 3);
    int[] other = order(1000, 4);

    // Of two random orders, 1 number in 1000 is expected to be at the same place.
    long same = IntStream.range(0, 1000).filter(i -> one[i] == other[i]).count();
    assertThat(same).isLessThan(10);
  }

  @Test
  void everyOrderOfFewNumbersIsFound() {
    Set<String> orders = new HashSet<>();
    for (int seed = 0; seed < 1000; seed++) {
      orders.add(Arrays.toString(order(4, seed)));
    }
    assertThat(orders).hasSize(24);
  }

  @Test
  void everyNumberIsAsLikelyAtEveryPlace() {
    int size = 10;
    int orders = 20_000;
    int[][] counts = new int[size][size];
    for (int seed = 0; seed < orders; seed++) {
      int[] order = order(size, seed);
      for (int place = 0; place < size; place++) {
        counts[place][order[place]]++;
      }
    }
    // 2000 expected; the standard deviation is 42.
    for (int[] place : counts) {
      for (int count : place) {
        assertThat(count).isBetween(1780, 2220);
      }
    }
  }

  @Test
  void neighboursAreFarApart() {
    int size = 10_000;
    int[] order = order(size, 11);
    double distance =
        IntStream.range(1, size)
            .mapToDouble(i -> Math.abs(order[i] - order[i - 1]))
            .average()
            .orElseThrow();

    // A third of the size is expected of independent places; the standard deviation is 24.
    assertThat(distance).isBetween(size / 3.0 - 150, size / 3.0 + 150);
  }

  private static int[] order(int size, long seed) {
    Permutation permutation = new Permutation(size, seed);
    return IntStream.range(0, size).map(permutation::at).toArray();
  }

  private static int[] ascending(int size) {
    return IntStream.range(0, size).toArray();
  }

  private static int[] sorted(int[] numbers) {
    int[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
