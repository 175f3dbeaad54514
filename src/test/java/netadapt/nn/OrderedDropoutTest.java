package netadapt.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import netadapt.arch.Activation;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;
import netadapt.cost.PaperNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedDropoutTest {
  private static final int EXPAND = 1;
  private static final int DEPTHWISE = 2;
  private static final int PROJECT = 3;

  private final SuperNetwork network =
      new NetworkBuilder("drawn", new Shape(8, 8, 3), 9, 32)
          .convolution("c1", 16, 3, 1, Activation.RELU, true, 4)
          .mobile("b2", 24, 16, 7, 1, Activation.RELU, false, 4)
          .separable("b3", 5, 5, 2, Activation.RELU, 4)
          .globalAveragePool("pool")
          .dense("classifier", 2)
          .build();

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9, 32, 100})
  void everyWidthIsDrawnAlmostEquallyOften(int images) {
    List<Architecture> drawn = uniform(2).draw(images, 7);

    for (int layer = 0; layer < network.convolutions().size(); layer++) {
      List<Integer> widths = network.widths(network.convolutions().get(layer));
      Map<Integer, Long> counts =
          column(drawn, layer, LayerSize::filters).stream()
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      assertThat(widths).containsAll(counts.keySet());
      for (int width : widths) {
        int least = images / widths.size();
        int most = (images + widths.size() - 1) / widths.size();
        assertThat(counts.getOrDefault(width, 0L)).isBetween((long) least, (long) most);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyWidthOfEveryLayerIsDrawnSometimes(Draws.Rule rule) {
    SuperNetwork deep = PaperNetworks.mobileNetV3Latency(); // 54 layers

    List<Architecture> drawn = new OrderedDropout(deep, new Draws(rule, 1, 4, 0)).draw(2048, 5);

    for (int layer = 0; layer < deep.convolutions().size(); layer++) {
      Layer.Convolution convolution = deep.convolutions().get(layer);
      assertThat(Set.copyOf(column(drawn, layer, LayerSize::filters)))
          .as(convolution.name())
          .containsExactlyInAnyOrderElementsOf(deep.widths(convolution));
    }
  }

  @Test
  void widthsAreMultiplesOfTheDivisor() {
    SuperNetwork divided = new SuperNetwork("divided", network.input(), 9, 8, network.blocks());

    List<Architecture> drawn = new OrderedDropout(divided, Draws.uniform(1)).draw(100, 5);

    assertThat(column(drawn, EXPAND, LayerSize::filters)).containsOnly(0, 8, 16, 24);
  }

  @Test
  void layersAreDrawnIndependently() {
    List<Architecture> drawn = uniform(1).draw(45, 3);

    assertThat(column(drawn, EXPAND, LayerSize::filters))
        .isNotEqualTo(column(drawn, DEPTHWISE, LayerSize::filters));
  }

  @Test
  void whichWidthsComeOnceMoreIsRandomToo() {
    OrderedDropout dropout = uniform(1);
    List<Integer> firsts = new ArrayList<>();
    for (long seed = 0; seed < 200; seed++) {
      firsts.addAll(column(dropout.draw(1, seed), 0, LayerSize::filters));
    }
    assertThat(firsts).containsAll(network.widths(network.convolutions().get(0)));
  }

  @ParameterizedTest
  @CsvSource({"12, 1", "12, 3", "13, 4", "3, 5"})
  void kernelsAreOfTheirLayerAndOneInASegment(int images, int segments) {
    for (long seed = 0; seed < 20; seed++) {
      List<Architecture> drawn = uniform(segments).draw(images, seed);
      for (int layer = 0; layer < network.convolutions().size(); layer++) {
        Layer.Convolution convolution = network.convolutions().get(layer);
        List<Integer> kernels = column(drawn, layer, LayerSize::kernel);
        assertThat(network.kernels(convolution)).containsAll(kernels);
        for (int segment = 0; segment < segments; segment++) {
          int from = segment * images / segments;
          int to = (segment + 1) * images / segments;
          assertThat(kernels.subList(from, to).stream().distinct().count()).isLessThan(2);
        }
      }
    }
  }

  @Test
  void everyKernelIsDrawnSometimes() {
    OrderedDropout dropout = uniform(4);
    List<Integer> kernels = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      kernels.addAll(column(dropout.draw(4, seed), DEPTHWISE, LayerSize::kernel));
    }
    assertThat(kernels).contains(3, 5, 7);
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertThat(uniform(3).draw(20, 5)).isEqualTo(uniform(3).draw(20, 5));
  }

  @Test
  void anotherSeedDrawsOtherwise() {
    OrderedDropout dropout = uniform(3);

    assertThat(dropout.draw(20, 5)).isNotEqualTo(dropout.draw(20, 6));
  }

  @Test
  void encodesFiltersAndKernelOfEveryLayer() {
    float[] draws = uniform(1).encode(List.of(network.full()));

    // c1, b2.expand, b2.depthwise, b2.project, b3.depthwise, b3.pointwise
    assertThat(draws).containsExactly(16, 3, 24, 1, 24, 7, 16, 1, 16, 5, 5, 1);
  }

  @Test
  void aDepthwiseLayerKeepsNoMoreFiltersThanReachIt() {
    // b2.expand keeps 2 filters and passes min(16, 4) channels: 4 reach b2.depthwise.
    Architecture narrow = network.full().with(EXPAND, new LayerSize(2, 1));

    assertThat(filters(narrow)).containsExactly(16, 2, 4, 16, 16, 5);
  }

  @Test
  void aRemovedResidualBlockIsAllZeros() {
    Architecture removed =
        network
            .full()
            .with(EXPAND, new LayerSize(0, 1))
            .with(DEPTHWISE, new LayerSize(0, 3))
            .with(PROJECT, new LayerSize(0, 1));

    assertThat(filters(removed)).containsExactly(16, 0, 0, 0, 16, 5);
  }

  /** The number is of the first build, which knew no other draws. */
  @Test
  void uniformDrawsOfASeedStayTheSame() {
    OrderedDropout dropout = uniform(3);

    float[] draws = dropout.encode(dropout.draw(20, 5));

    // The first image: filters and kernel of six layers.
    assertThat(Arrays.copyOf(draws, 12)).containsExactly(4, 3, 6, 1, 6, 5, 6, 1, 0, 3, 4, 1);
    assertThat(Arrays.hashCode(draws)).isEqualTo(-1097334271);
  }

  private OrderedDropout uniform(int kernelSegments) {
    return new OrderedDropout(network, Draws.uniform(kernelSegments));
  }

  private int[] filters(Architecture architecture) {
    float[] draws = uniform(1).encode(List.of(architecture));
    int[] filters = new int[draws.length / 2];
    for (int layer = 0; layer < filters.length; layer++) {
      filters[layer] = (int) draws[2 * layer];
    }
    return filters;
  }

  private static List<Integer> column(
      List<Architecture> drawn, int layer, Function<LayerSize, Integer> of) {
    return drawn.stream().map(architecture -> of.apply(architecture.sizes().get(layer))).toList();
  }
}
