package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SuperNetwork;
import netadapt.cost.PaperNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShrinkingDrawTest {
  private static final SuperNetwork NETWORK = PaperNetworks.mobileNetV3Latency();
  private static final int IMAGES = 64;
  private static final int SEGMENTS = 4;
  private static final double SHRINKING = 0.8;

  @Test
  void aTrainingBeginsWithTheFullNetworkAlone() {
    assertThat(drawn(SHRINKING, 0)).containsOnly(NETWORK.full());
  }

  /** Of nine widths one is full: uniform draws have 1/9 of the layers full. */
  @ParameterizedTest
  @CsvSource({"0.2, 0.78", "0.4, 0.56", "0.6, 0.33"})
  void layersStayFullByWhatIsLeftOfTheShrinking(double done, double full) {
    assertThat(fullWidths(drawn(SHRINKING, done))).isCloseTo(full, within(0.03));
  }

  @Test
  void kernelsShrinkAsWell() {
    double before = fullKernels(drawn(SHRINKING, 0.2));
    double after = fullKernels(drawn(SHRINKING, 0.6));

    assertThat(before).isLessThan(1);
    assertThat(after).isLessThan(before - 0.05); // most layers have but one kernel
  }

  @ParameterizedTest
  @CsvSource({"0.8, 0.8", "0.8, 1", "0, 0"})
  void afterwardsAllIsDrawnByTheRule(double shrinking, double done) {
    assertThat(drawn(shrinking, done)).isEqualTo(dropout(0).draw(IMAGES, 5));
    assertThat(dropout(shrinking).draw(IMAGES, 5)).isEqualTo(dropout(0).draw(IMAGES, 5));
  }

  private static List<Architecture> drawn(double shrinking, double done) {
    return dropout(shrinking).draw(IMAGES, done, 5);
  }

  private static OrderedDropout dropout(double shrinking) {
    return new OrderedDropout(NETWORK, new Draws(Draws.Rule.UNIFORM, 1, SEGMENTS, shrinking));
  }

  private static double fullWidths(List<Architecture> drawn) {
    return share(drawn, (size, full) -> size.filters() == full.filters());
  }

  private static double fullKernels(List<Architecture> drawn) {
    return share(drawn, (size, full) -> size.kernel() == full.kernel());
  }

  private interface Same {
    boolean test(LayerSize size, LayerSize full);
  }

  /** The share of all layers of all networks that are as in the full network. */
  private static double share(List<Architecture> drawn, Same same) {
    List<LayerSize> full = NETWORK.full().sizes();
    int count = 0;
    for (Architecture architecture : drawn) {
      for (int layer = 0; layer < full.size(); layer++) {
        count += same.test(architecture.sizes().get(layer), full.get(layer)) ? 1 : 0;
      }
    }
    return (double) count / (drawn.size() * full.size());
  }
}
