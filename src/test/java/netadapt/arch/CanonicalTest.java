package netadapt.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalTest {
  private final SuperNetwork network =
      new NetworkBuilder("canonical", new Shape(8, 8, 3), 9, 16)
          .convolution("c1", 8, 3, 1, Activation.RELU, true, 2)
          .separable("b2", 8, 5, 1, Activation.RELU, 2)
          .mobile("b3", 16, 8, 5, 1, Activation.RELU, true, 2)
          .globalAveragePool("pool")
          .dense("classifier", 2)
          .build();

  private String id(Architecture architecture) {
    return ArchitectureJson.id(network, SubNetwork.of(network, architecture).canonical());
  }

  @Test
  void depthwiseFiltersWithoutAnInputAreNotCounted() {
    Architecture narrow = network.full().with(0, new LayerSize(4, 3));

    assertThat(id(narrow)).isEqualTo(id(narrow.with(1, new LayerSize(4, 5))));
    assertThat(id(narrow)).isNotEqualTo(id(narrow.with(1, new LayerSize(3, 5))));
  }

  @Test
  void theKernelOfNoFiltersDoesNotMatter() {
    Architecture bypassed = network.full().with(1, new LayerSize(0, 5));

    assertThat(id(bypassed)).isEqualTo(id(bypassed.with(1, new LayerSize(0, 3))));
    assertThat(id(network.full())).isNotEqualTo(id(network.full().with(1, new LayerSize(8, 3))));
  }

  @Test
  void removedBlockHasOneName() {
    Architecture removed =
        network
            .full()
            .with(3, new LayerSize(0, 1))
            .with(4, new LayerSize(0, 5))
            .with(5, new LayerSize(0, 1));

    assertThat(id(removed)).isEqualTo(id(removed.with(4, new LayerSize(0, 3))));
  }

  @Test
  void fullAndSmallestAreTheirOwnNames() {
    assertThat(SubNetwork.full(network).canonical()).isEqualTo(network.full());
    assertThat(SubNetwork.of(network, network.smallest()).canonical())
        .isEqualTo(network.smallest());
  }

  @Test
  void aCanonicalArchitectureIsItsOwnName() {
    for (long seed = 0; seed < 200; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork any = random.either();
      Architecture canonical = SubNetwork.of(any, random.architecture(any)).canonical();

      assertThat(SubNetwork.of(any, canonical).canonical()).isEqualTo(canonical);
    }
  }

  @Test
  void aCanonicalArchitectureIsTheSameFunction() {
    for (long seed = 0; seed < 40; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork any = random.either();
      Architecture architecture = random.architecture(any);
      Architecture canonical = SubNetwork.of(any, architecture).canonical();
      Weights weights = random.weights(any);
      float[] image = random.image(any);

      assertThat(MaskedNetwork.logits(any, canonical, weights, image))
          .isEqualTo(MaskedNetwork.logits(any, architecture, weights, image));
    }
  }
}
