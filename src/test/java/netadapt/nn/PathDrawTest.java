package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.settings.NetworkFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathDrawTest {
  private static final SuperNetwork DEEP = PaperNetworks.mobileNetV3Latency(); // 54 layers

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void imagesKeepFromHardlyAnyToAllLayersFull(long seed) {
    int images = 64;
    double[] full =
        drawn(DEEP, Draws.Rule.PATH, images, seed).stream()
            .mapToDouble(PathDrawTest::fullShare)
            .sorted()
            .toArray();

    for (int image = 0; image < images; image++) {
      // Of nine widths one is full: a layer that draws any is full in a ninth of the cases. The
      // deviation of a share of 54 layers is 0.07 at most.
      double probability = (image + 0.5) / images;
      double expected = probability + (1 - probability) / 9;
      assertThat(full[image]).as("image %d", image).isCloseTo(expected, within(0.2));
    }
    assertThat(full[0]).isLessThan(0.25);
    assertThat(full[images - 1]).isGreaterThan(0.9);
  }

  @Test
  void whereInTheBatchAnImageLiesDoesNotSayHowFullItIs() {
    double first = 0;
    double last = 0;
    for (long seed = 0; seed < 200; seed++) {
      List<Architecture> drawn = drawn(DEEP, Draws.Rule.PATH, 8, seed);
      first += fullShare(drawn.get(0)) / 200;
      last += fullShare(drawn.get(7)) / 200;
    }
    // Means of 200 shares that are spread over 1/9 to 1.
    assertThat(first).isCloseTo(5 / 9.0, within(0.1));
    assertThat(last).isCloseTo(5 / 9.0, within(0.1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "cifar10", "mobilenet-v1", "mobilenet-v3-latency"})
  void networksAbove70PercentOfTheMacsAreAFifthAndMoreAndUniformDrawsHaveHardlyAny(String name) {
    SuperNetwork network = NetworkFile.open(name).network();

    assertThat(above70Percent(network, Draws.Rule.PATH)).isGreaterThan(0.2);
    assertThat(above70Percent(network, Draws.Rule.UNIFORM)).isLessThan(0.03);
  }

  @Test
  void segmentsKeepFromHardlyAnyToAllLargestKernels() {
    int segments = 16;
    PathDraw draw = new PathDraw(segments, segments, new SplittableRandom(3));
    double[] largest = new double[segments];
    int layers = 400;
    for (int layer = 0; layer < layers; layer++) {
      int[] kernels = draw.kernels(List.of(3, 5, 7));
      for (int segment = 0; segment < segments; segment++) {
        largest[segment] += kernels[segment] == 7 ? 1.0 / layers : 0;
      }
    }
    Arrays.sort(largest);

    for (int segment = 0; segment < segments; segment++) {
      // A third of the layers that draw any kernel draw the largest.
      double probability = (segment + 0.5) / segments;
      assertThat(largest[segment])
          .as("segment %d", segment)
          .isCloseTo(probability + (1 - probability) / 3, within(0.1));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "12, 3", "3, 5"})
  void kernelsAreOneInASegmentAndEachIsDrawnSometimes(int images, int segments) {
    Set<Integer> all = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      List<Architecture> drawn =
          new OrderedDropout(DEEP, new Draws(Draws.Rule.PATH, 1, segments, 0)).draw(images, seed);
      for (int layer = 0; layer < DEEP.convolutions().size(); layer++) {
        for (int segment = 0; segment < segments; segment++) {
          Set<Integer> kernels = new HashSet<>();
          int to = (segment + 1) * images / segments;
          for (int image = segment * images / segments; image < to; image++) {
            kernels.add(drawn.get(image).sizes().get(layer).kernel());
          }
          assertThat(kernels).hasSizeLessThan(2);
          all.addAll(kernels);
        }
      }
    }
    assertThat(all).containsExactlyInAnyOrder(1, 3, 5, 7);
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherOtherwise() {
    List<Architecture> drawn = drawn(DEEP, Draws.Rule.PATH, 20, 5);

    assertThat(drawn(DEEP, Draws.Rule.PATH, 20, 5)).isEqualTo(drawn);
    assertThat(drawn(DEEP, Draws.Rule.PATH, 20, 6)).isNotEqualTo(drawn);
    assertThat(drawn(DEEP, Draws.Rule.UNIFORM, 20, 5)).isNotEqualTo(drawn);
  }

  private static List<Architecture> drawn(
      SuperNetwork network, Draws.Rule rule, int images, long seed) {
    return new OrderedDropout(network, new Draws(rule, 1, 4, 0)).draw(images, seed);
  }

  /** The share of layers at full width. */
  private static double fullShare(Architecture architecture) {
    List<LayerSize> full = DEEP.full().sizes();
    int count = 0;
    for (int layer = 0; layer < full.size(); layer++) {
      count += architecture.sizes().get(layer).filters() == full.get(layer).filters() ? 1 : 0;
    }
    return (double) count / full.size();
  }

  private static double above70Percent(SuperNetwork network, Draws.Rule rule) {
    List<Architecture> drawn = new ArrayList<>();
    for (long seed = 0; seed < 8; seed++) {
      drawn.addAll(drawn(network, rule, 64, seed));
    }
    double full = MacCount.count(SubNetwork.full(network));
    return drawn.stream()
            .filter(a -> MacCount.count(SubNetwork.of(network, a)) > 0.7 * full)
            .count()
        / (double) drawn.size();
  }
}
