package netadapt.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlicerTest {
  private final SuperNetwork network =
      new NetworkBuilder("sliced", new Shape(8, 8, 3), 9, 16)
          .convolution("c1", 4, 5, 1, Activation.RELU, true, 2)
          .mobile("b2", 6, 4, 3, 1, Activation.RELU, true, 2)
          .globalAveragePool("pool")
          .convolution("head", 4, 1, 1, Activation.HARD_SWISH, false, 2)
          .dense("classifier", 2)
          .build();
  private final Weights shared = new RandomNetworks(1).weights(network);

  @Test
  void everythingOfTheFullNetworkStays() {
    assertThat(Slicer.slice(shared, SubNetwork.full(network))).isEqualTo(shared);
  }

  @Test
  void layersWithTheSameNameAndSizeFitAnotherNetwork() {
    SuperNetwork other =
        new NetworkBuilder("other", new Shape(8, 8, 3), 9, 16)
            .convolution("c1", 4, 5, 1, Activation.RELU, true, 2)
            .mobile("b2", 6, 5, 3, 1, Activation.RELU, true, 2) // one filter more at its end
            .pixelwise("classifier", 1)
            .build();

    Weights fitting = Slicer.fitting(shared, SubNetwork.full(other));

    assertThat(fitting.tensors().keySet())
        .contains("c1/weight", "c1/mean", "b2.expand/gamma", "b2.depthwise/weight")
        .noneMatch(name -> name.startsWith("b2.project") || name.startsWith("classifier"));
    assertThat(fitting.tensor("c1", "weight")).isEqualTo(shared.tensor("c1", "weight"));
    assertThat(Slicer.fitting(shared, SubNetwork.full(network))).isEqualTo(shared);
    assertThat(Slicer.fitting(Weights.NONE, SubNetwork.full(network))).isEqualTo(Weights.NONE);
  }

  @Test
  void convolutionKeepsItsFirstFiltersAndTheCentreOfItsKernel() {
    SubNetwork sub = SubNetwork.of(network, network.full().with(0, new LayerSize(3, 3)));
    Tensor whole = shared.tensor("c1", "weight"); // [5, 5, 3, 4]
    Tensor cut = Slicer.slice(shared, sub).tensor("c1", "weight");

    assertThat(cut.shape()).containsExactly(3, 3, 3, 3);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 3; x++) {
        for (int i = 0; i < 3; i++) {
          for (int filter = 0; filter < 3; filter++) {
            assertThat(cut.at(((y * 3 + x) * 3 + i) * 3 + filter))
                .isEqualTo(whole.at((((y + 1) * 5 + x + 1) * 3 + i) * 4 + filter));
          }
        }
      }
    }
  }

  @Test
  void followingLayersKeepTheirFirstInputChannels() {
    SubNetwork sub =
        SubNetwork.of(
            network,
            network
                .full()
                .with(0, new LayerSize(3, 5))
                .with(1, new LayerSize(5, 1))
                .with(2, new LayerSize(2, 3))
                .with(3, new LayerSize(1, 1))
                .with(4, new LayerSize(1, 1)));
    Weights cut = Slicer.slice(shared, sub);

    assertThat(cut.tensor("b2.expand", "weight").shape()).containsExactly(1, 1, 3, 5);
    assertThat(cut.tensor("b2.depthwise", "weight").shape()).containsExactly(3, 3, 2);
    assertThat(cut.tensor("b2.squeeze-excite", "reduce").shape()).containsExactly(5, 8);
    assertThat(cut.tensor("b2.squeeze-excite", "reduceBias").shape()).containsExactly(8);
    assertThat(cut.tensor("b2.squeeze-excite", "expand").shape()).containsExactly(8, 5);
    assertThat(cut.tensor("b2.squeeze-excite", "expandBias").shape()).containsExactly(5);
    assertThat(cut.tensor("b2.project", "weight").shape()).containsExactly(1, 1, 5, 1);
    assertThat(cut.tensor("b2.project", "gamma").shape()).containsExactly(1);
    assertThat(cut.tensor("head", "weight").shape()).containsExactly(1, 1, 3, 1);
    assertThat(cut.tensor("head", "bias").shape()).containsExactly(1);
    assertThat(cut.tensor("classifier", "weight").shape()).containsExactly(2, 2);
  }

  @Test
  void layersWithoutFiltersHaveNoWeights() {
    Weights cut = Slicer.slice(shared, SubNetwork.of(network, network.smallest()));

    assertThat(cut.tensors().keySet())
        .containsExactlyInAnyOrder("classifier/weight", "classifier/bias");
  }

  @Test
  void weightsPutBackAreCutOutAgain() {
    RandomNetworks random = new RandomNetworks(2);
    for (int i = 0; i < 50; i++) {
      SubNetwork sub = SubNetwork.of(network, random.architecture(network));
      Weights own = Slicer.slice(new RandomNetworks(100 + i).weights(network), sub);

      Weights whole = Slicer.overlay(shared, own);

      assertThat(Slicer.slice(whole, sub)).isEqualTo(own);
      assertThat(Slicer.overlay(whole, Slicer.slice(shared, sub))).isEqualTo(shared);
    }
  }

  @Test
  void weightsOfAnyNetworkPutBackAreCutOutAgain() {
    for (long seed = 0; seed < 50; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SuperNetwork any = random.either();
      Weights whole = random.weights(any);
      SubNetwork sub = SubNetwork.of(any, random.architecture(any));
      Weights own = Slicer.slice(random.weights(any), sub);

      assertThat(Slicer.slice(Slicer.overlay(whole, own), sub)).isEqualTo(own);
      assertThat(Slicer.slice(whole, SubNetwork.full(any))).isEqualTo(whole);
    }
  }

  @Test
  void missingWeightsAreNamed() {
    assertThatThrownBy(() -> shared.tensor("c1", "bias"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no weights for c1/bias");
  }

  @Test
  void boxKeepsRowMajorOrder() {
    float[] values = new float[24];
    IntStream.range(0, 24).forEach(i -> values[i] = i);
    Tensor tensor = new Tensor(new int[] {2, 3, 4}, values);

    assertThat(tensor.box(new int[] {1, 1, 1}, new int[] {1, 2, 3}))
        .isEqualTo(new Tensor(new int[] {1, 2, 3}, new float[] {17, 18, 19, 21, 22, 23}));
    assertThat(tensor.box(new int[] {0, 2, 3}, new int[] {2, 1, 1}))
        .isEqualTo(new Tensor(new int[] {2, 1, 1}, new float[] {11, 23}));
    assertThat(tensor.box(new int[3], new int[] {2, 3, 4})).isEqualTo(tensor);
    assertThat(tensor.box(new int[3], new int[] {2, 3, 0}).length()).isZero();
  }

  @Test
  void boxThatSticksOutIsRefused() {
    Tensor tensor = new Tensor(new int[] {2, 3}, new float[6]);

    assertThatThrownBy(() -> tensor.box(new int[] {0, 1}, new int[] {2, 3}))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("box at [0, 1] of [2, 3] in [2, 3]");
    assertThatThrownBy(() -> tensor.box(new int[] {-1, 0}, new int[] {1, 1}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void tensorsCannotBeChangedFromOutside() {
    float[] values = {1, 2};
    int[] shape = {2};
    Tensor tensor = new Tensor(shape, values);
    values[0] = 9;
    shape[0] = 9;
    tensor.values()[1] = 9;
    tensor.shape()[0] = 9;

    assertThat(tensor).isEqualTo(new Tensor(new int[] {2}, new float[] {1, 2}));
  }

  @Test
  void tensorNeedsAsManyValuesAsItsShapeSays() {
    assertThatThrownBy(() -> new Tensor(new int[] {2, 2}, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape [2, 2] takes 4 values but there are 3");
  }
}
