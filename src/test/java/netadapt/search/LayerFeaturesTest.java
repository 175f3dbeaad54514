package netadapt.search;

import static netadapt.arch.Activation.RELU;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.cost.PaperNetworks;
import org.junit.jupiter.api.Test;

class LayerFeaturesTest {
  private static final SuperNetwork TINY = PaperNetworks.tiny();

  private static LayerFeatures features(SuperNetwork network) {
    return new LayerFeatures(SearchSpace.of(network, Oracles.filters(), List.of()));
  }

  @Test
  void everyNetworkHasAsManyFeaturesAsAreCounted() {
    LayerFeatures features = features(TINY);

    assertThat(Oracles.all(TINY)).allMatch(one -> features.of(one).length == features.count());
  }

  @Test
  void allFeaturesAreNumbers() {
    LayerFeatures features = features(TINY);

    assertThat(Oracles.all(TINY))
        .allMatch(one -> Arrays.stream(features.of(one)).allMatch(Double::isFinite));
  }

  @Test
  void networksThatDifferInWidthsOrKernelsHaveOtherFeatures() {
    LayerFeatures features = features(TINY);
    List<Architecture> all = Oracles.all(TINY);

    assertThat(all.stream().map(one -> Arrays.toString(features.of(one)))).doesNotHaveDuplicates();
  }

  @Test
  void aKernelIsAFeatureOnlyWhereThereIsAChoice() {
    assertThat(features(depthwise(5)).count()).isGreaterThan(features(depthwise(3)).count());
    assertThat(features(depthwise(7)).count()).isEqualTo(features(depthwise(5)).count());
  }

  private static SuperNetwork depthwise(int kernel) {
    return new NetworkBuilder("depthwise", new Shape(8, 8, 3), 5, 16)
        .separable("b1", 8, kernel, 1, RELU, -1)
        .globalAveragePool("pool")
        .dense("classifier", 10)
        .build();
  }
}
