package netadapt.search;

import static netadapt.arch.Activation.RELU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.PaperNetworks;
import netadapt.cost.ParameterCount;
import netadapt.cost.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomSubNetworksTest {
  private static final SuperNetwork V3 = PaperNetworks.mobileNetV3Latency();

  /** A convolution and a residual block, with some hundreds of sub-networks. */
  private static final SuperNetwork SMALL =
      new NetworkBuilder("small", new Shape(8, 8, 3), 4, 32)
          .convolution("c1", 9, 3, 1, RELU, true, -1)
          .mobile("b2", 12, 9, 5, 1, RELU, false, -1)
          .globalAveragePool("pool")
          .dense("classifier", 10)
          .build();

  private static final SuperNetwork CHAIN = Oracles.chain();

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98})
  void everyShareOfTheMacsIsReached(double share) {
    assertBetween(new MacCount(), share, share + 0.01);
  }

  @Test
  void anyMetricWillDo() {
    assertBetween(new ParameterCount(), 0.4, 0.41);
    assertBetween(Oracles.metric("bumpy", RandomSubNetworksTest::bumpyMacs), 0.4, 0.401);
  }

  private static void assertBetween(Resource metric, double from, double to) {
    double initial = metric.of(SubNetwork.full(V3));
    List<Architecture> drawn =
        new RandomSubNetworks(V3, metric, 1).draw(10, from * initial, to * initial);

    assertThat(drawn).hasSize(10).doesNotHaveDuplicates();
    for (Architecture architecture : drawn) {
      SubNetwork network = SubNetwork.of(V3, architecture);
      assertThat(metric.of(network)).isBetween(from * initial, to * initial);
      assertThat(network.canonical()).isEqualTo(architecture);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0.2", "0.3, 0.4", "0.45, 0.55", "0.6, 1"})
  void everySubNetworkBetweenTheBoundsIsNearlyEquallyLikely(double from, double to) {
    Resource macs = new MacCount();
    double initial = macs.of(SubNetwork.full(SMALL));
    assertNearlyUniform(SMALL, macs, from * initial, to * initial);
  }

  @Test
  void noSubNetworkIsFavouredWhereNoLayerCanBeChangedAlone() {
    assertNearlyUniform(CHAIN, Oracles.filters(), 20, 20);
  }

  private static void assertNearlyUniform(
      SuperNetwork network, Resource metric, double low, double high) {
    List<Architecture> all = between(network, metric, low, high);
    assertThat(all).hasSizeGreaterThan(20);
    Map<Architecture, Integer> counts = new HashMap<>();
    RandomSubNetworks networks = new RandomSubNetworks(network, metric, 1);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100 * all.size(); i++) {
      counts.merge(networks.draw(low, high, random).orElseThrow(), 1, Integer::sum);
    }

    assertThat(counts).containsOnlyKeys(all);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(50, 200));
  }

  @Test
  void moreThanExistGivesAllThereAre() {
    assertThat(new RandomSubNetworks(CHAIN, Oracles.filters(), 3).draw(1000, 20, 20))
        .containsExactlyInAnyOrderElementsOf(between(CHAIN, Oracles.filters(), 20, 20));
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherSeedOthers() {
    List<Architecture> drawn = new RandomSubNetworks(V3, new MacCount(), 5).draw(5, 2e8, 2.1e8);

    assertThat(new RandomSubNetworks(V3, new MacCount(), 5).draw(5, 2e8, 2.1e8)).isEqualTo(drawn);
    assertThat(new RandomSubNetworks(V3, new MacCount(), 6).draw(5, 2e8, 2.1e8))
        .doesNotContainAnyElementsOf(drawn);
  }

  @Test
  void aDrawDependsOnItsIndexAndNotOnHowManyAreDrawn() {
    RandomSubNetworks networks = new RandomSubNetworks(V3, new MacCount(), 5);

    assertThat(networks.draw(3, 2e8, 2.1e8)).isEqualTo(networks.draw(6, 2e8, 2.1e8).subList(0, 3));
  }

  @Test
  void boundsWithoutASubNetworkAreAMistakeThatSaysWhatThereIs() {
    assertThatThrownBy(() -> new RandomSubNetworks(CHAIN, Oracles.filters(), 1).draw(2, 33, 40))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no sub-network of chain found that has from 33 to 40 filters")
        .hasMessageContaining("the smallest has 0 and the initial one 32");
    assertThat(
            new RandomSubNetworks(CHAIN, Oracles.filters(), 1)
                .draw(33, 40, new SplittableRandom(1)))
        .isEmpty();
  }

  @Test
  void countsBelowOneAndBoundsOutOfOrderAreMistakes() {
    RandomSubNetworks networks = new RandomSubNetworks(CHAIN, Oracles.filters(), 1);

    assertThatThrownBy(() -> networks.draw(0, 1, 2))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("count is 0 but must be at least 1");
    assertThatThrownBy(() -> networks.draw(1, 3, 2))
        .isInstanceOf(BrokenRule.class)
        .hasMessage("high is 2.0 but must be a number of at least low, which is 3.0");
  }

  private static List<Architecture> between(
      SuperNetwork network, Resource metric, double low, double high) {
    return Oracles.all(network).stream()
        .filter(
            architecture -> {
              double resource = metric.of(SubNetwork.of(network, architecture));
              return low <= resource && resource <= high;
            })
        .toList();
  }

  /** MACs with bumps of a few per cent, as measured latencies have them. */
  private static double bumpyMacs(List<LayerSize> sizes) {
    SubNetwork network = SubNetwork.of(V3, new Architecture(V3.name(), sizes));
    return MacCount.count(network) * (1 + 0.03 * Math.sin(network.canonical().hashCode()));
  }
}
