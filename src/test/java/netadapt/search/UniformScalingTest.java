package netadapt.search;

import static netadapt.arch.Activation.RELU;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.cost.MacCount;
import netadapt.cost.ParameterCount;
import org.junit.jupiter.api.Test;

class UniformScalingTest {
  private static final SuperNetwork NETWORK =
      new NetworkBuilder("chain", new Shape(8, 8, 3), 4, 0)
          .convolution("c1", 8, 3, 1, RELU, true, 0)
          .convolution("c2", 16, 5, 1, RELU, true, 0)
          .globalAveragePool("pool")
          .dense("classifier", 10)
          .build();

  @Test
  void allLayersHaveTheSameShareOfTheirFiltersAndTheirLargestKernels() {
    Architecture half = new Architecture("chain", List.of(size(4, 3), size(8, 5)));
    double budget = macs(half);

    assertThat(UniformScaling.within(NETWORK, new MacCount(), budget)).contains(half);
    assertThat(UniformScaling.within(NETWORK, new MacCount(), budget - 1).orElseThrow())
        .isEqualTo(new Architecture("chain", List.of(size(3, 3), size(7, 5))));
  }

  @Test
  void anyMetricWillDo() {
    double half = new ParameterCount().of(SubNetwork.full(NETWORK)) / 2;

    Architecture scaled = UniformScaling.within(NETWORK, new ParameterCount(), half).orElseThrow();

    assertThat(new ParameterCount().of(SubNetwork.of(NETWORK, scaled))).isBetween(0.8 * half, half);
  }

  @Test
  void aBudgetThatNoScaledNetworkMeetsHasNone() {
    assertThat(UniformScaling.within(NETWORK, new MacCount(), 1)).isEmpty();
  }

  private static double macs(Architecture architecture) {
    return MacCount.count(SubNetwork.of(NETWORK, architecture));
  }

  private static LayerSize size(int filters, int kernel) {
    return new LayerSize(filters, kernel);
  }
}
