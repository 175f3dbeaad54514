package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import netadapt.arch.Architecture;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.settings.NetworkFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledDrawTest {
  private static final SuperNetwork DEEP = PaperNetworks.mobileNetV3Latency(); // 54 layers
  private static final List<Integer> TENTHS = List.of(0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void layersOfAnImageLieAroundItsShareAndSharesAreSpreadFromAQuarterToAll(long seed) {
    int images = 16;
    int layers = 1000;
    ScaledDraw draw = new ScaledDraw(images, 1, new SplittableRandom(seed));
    int[] least = filled(images, 100);
    int[] most = new int[images];
    double[] mean = new double[images];
    for (int layer = 0; layer < layers; layer++) {
      int[] widths = draw.widths(TENTHS);
      for (int image = 0; image < images; image++) {
        least[image] = Math.min(least[image], widths[image]);
        most[image] = Math.max(most[image], widths[image]);
        mean[image] += (double) widths[image] / layers;
      }
    }

    for (int image = 0; image < images; image++) {
      assertThat(most[image] - least[image]).as("image %d", image).isBetween(25, 60);
    }
    Arrays.sort(mean);
    assertThat(mean[0]).isCloseTo(27, within(4.0));
    assertThat(mean[images / 2]).isCloseTo(64, within(4.0));
    assertThat(mean[images - 1]).isCloseTo(93, within(4.0)); // those above all are all
  }

  @Test
  void whereInTheBatchAnImageLiesDoesNotSayHowWideItIs() {
    double first = 0;
    double last = 0;
    for (long seed = 0; seed < 400; seed++) {
      int[] widths = new ScaledDraw(8, 1, new SplittableRandom(seed)).widths(TENTHS);
      first += widths[0] / 400.0;
      last += widths[7] / 400.0;
    }

    assertThat(first).isCloseTo(last, within(6.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "cifar10", "mobilenet-v1", "mobilenet-v3-latency"})
  void networksAreOfAllCostsAndNoneOfHalfTheMacsLacksALayer(String name) {
    SuperNetwork network = NetworkFile.open(name).network();
    double full = MacCount.count(SubNetwork.full(network));
    List<Double> shares = new ArrayList<>();
    for (long seed = 0; seed < 8; seed++) {
      for (Architecture drawn : drawn(network, 64, seed)) {
        double share = MacCount.count(SubNetwork.of(network, drawn)) / full;
        shares.add(share);
        if (share > 0.5) {
          assertThat(drawn.sizes()).noneMatch(size -> size.filters() == 0);
        }
      }
    }

    assertThat(share(shares, 0.7, 1)).isGreaterThan(0.1);
    assertThat(share(shares, 0.4, 0.7)).isGreaterThan(0.15);
    assertThat(share(shares, 0.1, 0.4)).isGreaterThan(0.2);
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherOtherwise() {
    List<Architecture> drawn = drawn(DEEP, 20, 5);

    assertThat(drawn(DEEP, 20, 5)).isEqualTo(drawn);
    assertThat(drawn(DEEP, 20, 6)).isNotEqualTo(drawn);
  }

  private static List<Architecture> drawn(SuperNetwork network, int images, long seed) {
    return new OrderedDropout(network, new Draws(Draws.Rule.SCALED, 1, 4, 0)).draw(images, seed);
  }

  private static double share(List<Double> values, double from, double to) {
    return values.stream().filter(value -> value > from && value <= to).count()
        / (double) values.size();
  }

  private static int[] filled(int count, int value) {
    int[] filled = new int[count];
    Arrays.fill(filled, value);
    return filled;
  }
}
