package netadapt.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochWindowsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 127, 128, 129, 1000, 4097})
  void anEpochHasEveryImageOnce(int size) {
    for (int atATime : new int[] {1, 128, 300, 100_000}) {
      assertThat(order(new EpochWindows(size, atATime, 7)))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, size).boxed().toList());
    }
  }

  @Test
  void noImagesAreNoWindows() {
    assertThat(new EpochWindows(0, 128, 7).count()).isZero();
  }

  @Test
  void aPlaceIsInTheWindowThatReadsIt() {
    EpochWindows windows = new EpochWindows(1000, 256, 7);

    for (int window = 0; window < windows.count(); window++) {
      assertThat(windows.window(windows.start(window))).isEqualTo(window);
    }
    assertThat(windows.window(999)).isEqualTo(windows.count() - 1);
  }

  @Test
  void windowsAreAboutAsLargeAsAskedFor() {
    EpochWindows windows = new EpochWindows(10_000, 1000, 7);

    for (int window = 0; window + 1 < windows.count(); window++) {
      assertThat(windows.start(window + 1) - windows.start(window)).isBetween(800, 1000);
    }
  }

  @Test
  void blocksComeInAnotherOrderWithAnotherSeed() {
    List<Integer> order = order(new EpochWindows(4096, 256, 7));

    assertThat(order).isEqualTo(order(new EpochWindows(4096, 256, 7)));
    assertThat(order).isNotEqualTo(order(new EpochWindows(4096, 256, 8)));
    assertThat(order.subList(0, 256)).isNotEqualTo(order.stream().limit(256).sorted().toList());
    // Two blocks that follow each other in one window of 32 blocks: one chance in sixteen a window.
    assertThat(order.stream().limit(256).mapToInt(i -> i / 128).distinct().count()).isEqualTo(2);
  }

  @Test
  void everyImageIsAsLikelyAtTheEndOfAnEpoch() {
    // What an epoch does not fill a minibatch with is its end, which must not be the same always.
    int[] last = new int[1000];
    for (int seed = 0; seed < 500; seed++) {
      List<Integer> order = order(new EpochWindows(1000, 256, seed));
      order.subList(900, 1000).forEach(image -> last[image]++);
    }
    assertThat(IntStream.of(last).min().orElse(0)).isGreaterThan(15);
    assertThat(IntStream.of(last).max().orElse(0)).isLessThan(100);
  }

  private static List<Integer> order(EpochWindows windows) {
    List<Integer> all = new ArrayList<>();
    for (int window = 0; window < windows.count(); window++) {
      List<Integer> images = new ArrayList<>();
      for (EpochWindows.Block block : windows.blocks(window)) {
        IntStream.range(block.first(), block.first() + block.count()).forEach(images::add);
      }
      Permutation order = windows.order(window);
      for (int i = 0; i < images.size(); i++) {
        all.add(images.get(order.at(i)));
      }
    }
    return all;
  }
}
