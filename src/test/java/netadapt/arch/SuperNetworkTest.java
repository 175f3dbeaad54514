package netadapt.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuperNetworkTest {
  private static final SuperNetwork NETWORK =
      new NetworkBuilder("two", new Shape(8, 8, 3), 5, 32)
          .convolution("c1", 7, 5, 2, Activation.RELU, true, -1)
          .convolution("c2", 3, 1, 1, Activation.RELU, true, -1)
          .globalAveragePool("pool")
          .dense("classifier", 10)
          .build();

  @Test
  void narrowedNetworkHasThatPartOfTheFiltersAndTheSmallestKernels() {
    assertThat(NETWORK.narrowed(4).sizes())
        .containsExactly(new LayerSize(1, 3), new LayerSize(0, 1));
  }
}
