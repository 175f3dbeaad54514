package netadapt.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void layersWithoutBypassKeepAFilter() {
    SuperNetwork without =
        new NetworkBuilder("without", new Shape(8, 8, 3), 5, 32)
            .withoutBypasses()
            .convolution("c1", 8, 5, 2, Activation.RELU, true, -1)
            .mobile("b2", 16, 4, 3, 1, Activation.RELU, false, 2)
            .globalAveragePool("pool")
            .dense("classifier", 10)
            .build();

    assertThat(without.convolutions()).extracting(Layer.Convolution::bypassLimit).containsOnly(0);
    assertThat(without.widths(without.convolutions().get(0))).containsExactly(2, 4, 6, 8);
    assertThat(without.smallest().sizes())
        .extracting(LayerSize::filters)
        .containsExactly(2, 4, 4, 1);
    assertThat(without.narrowed(8).sizes())
        .extracting(LayerSize::filters)
        .containsExactly(1, 2, 2, 1);
    SubNetwork sub = SubNetwork.of(without, without.smallest());
    assertThat(sub.layers().get(0).output().channels()).isEqualTo(2);
    Architecture removed = without.smallest().with(1, new LayerSize(0, 1));
    assertThatThrownBy(() -> SubNetwork.of(without, removed))
        .hasMessage(
            "layer b2.expand has 0 filters and kernel 1 but may have 1 to 16 filters and kernels [1]");
  }
}
