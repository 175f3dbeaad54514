package netadapt.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Output channels and bypasses of one layer, after figure 3 of the paper. */
class ChannelArithmeticTest {
  /** A 1×1 convolution of up to 8 filters with bypass limit T. */
  private static Layer.Convolution layer(int bypassLimit) {
    return new Layer.Convolution("c", false, 8, 1, 1, Activation.RELU, true, bypassLimit);
  }

  private static List<Integer> outputs(int inputChannels, int bypassLimit) {
    return IntStream.rangeClosed(0, 8)
        .mapToObj(remaining -> layer(bypassLimit).outputChannels(inputChannels, remaining))
        .toList();
  }

  @Test
  void asManyInputChannelsAsTheLimitKeepThatManyOutputs() {
    assertThat(outputs(4, 4)).containsExactly(4, 4, 4, 4, 4, 5, 6, 7, 8);
  }

  @Test
  void fewerInputChannelsThanTheLimitKeepTheInputs() {
    assertThat(outputs(4, 6)).containsExactly(4, 4, 4, 4, 4, 5, 6, 7, 8);
  }

  @Test
  void moreInputChannelsThanTheLimitKeepTheLimit() {
    assertThat(outputs(6, 4)).containsExactly(4, 4, 4, 4, 4, 5, 6, 7, 8);
  }

  @Test
  void aLowLimitLetsTheLayerShrinkBelowItsInput() {
    assertThat(outputs(4, 2)).containsExactly(2, 2, 2, 3, 4, 5, 6, 7, 8);
  }

  /**
   * Every network of one layer that reads three ones and has three filters that each give ten: what
   * a class sees is 1 for a bypassed channel, 10 for a filter, 0 for nothing.
   */
  @Test
  void removedFilterIsReplacedByItsInputChannelBelowTheLimitOnly() {
    int[][][] seen = { // [T - 1][M]
      {{1, 0, 0}, {10, 0, 0}, {10, 10, 0}, {10, 10, 10}},
      {{1, 1, 0}, {10, 1, 0}, {10, 10, 0}, {10, 10, 10}},
      {{1, 1, 1}, {10, 1, 1}, {10, 10, 1}, {10, 10, 10}},
      {{1, 1, 1}, {10, 1, 1}, {10, 10, 1}, {10, 10, 10}},
    };
    for (int limit = 1; limit <= 4; limit++) {
      SuperNetwork network =
          new NetworkBuilder("one", new Shape(1, 1, 3), 4, 1)
              .convolution("c", 3, 1, 1, Activation.NONE, false, limit)
              .dense("classifier", 3)
              .build();
      for (int remaining = 0; remaining <= 3; remaining++) {
        Architecture architecture = network.full().with(0, new LayerSize(remaining, 1));
        double[] logits =
            MaskedNetwork.logits(network, architecture, tens(), new float[] {1, 1, 1});
        int[] expected = seen[limit - 1][remaining];
        assertThat(logits)
            .as("T = %d, M = %d", limit, remaining)
            .isEqualTo(IntStream.of(expected).asDoubleStream().toArray());
        assertThat(SubNetwork.of(network, architecture).layers().get(0).output().channels())
            .isEqualTo((int) IntStream.of(expected).filter(value -> value > 0).count());
      }
    }
  }

  private static Weights tens() {
    float[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    return new Weights(
        Map.of(
            "c/weight", new Tensor(new int[] {1, 1, 3, 3}, new float[9]),
            "c/bias", new Tensor(new int[] {3}, new float[] {10, 10, 10}),
            "classifier/weight", new Tensor(new int[] {3, 3}, identity),
            "classifier/bias", new Tensor(new int[] {3}, new float[3])));
  }

  @Test
  void depthwiseLayerPassesEveryInputChannelAndHasNoFilterWithoutOne() {
    SuperNetwork network =
        new NetworkBuilder("two", new Shape(8, 8, 3), 9, 16)
            .convolution("c1", 8, 3, 1, Activation.RELU, true, 2)
            .separable("b2", 8, 3, 1, Activation.RELU, 2)
            .globalAveragePool("pool")
            .dense("classifier", 2)
            .build();
    Architecture five = network.full().with(0, new LayerSize(5, 3));

    SubNetwork.SubLayer unlimited = SubNetwork.of(network, five).layers().get(1);
    assertThat(unlimited.filters()).isEqualTo(5);
    assertThat(unlimited.output().channels()).isEqualTo(5);

    SubNetwork.SubLayer three =
        SubNetwork.of(network, five.with(1, new LayerSize(3, 3))).layers().get(1);
    assertThat(three.filters()).isEqualTo(3);
    assertThat(three.output().channels()).isEqualTo(5);
  }

  @Test
  void residualSumHasTheLongerOfInputAndBranch() {
    SuperNetwork network = residual();
    Architecture narrow = network.full().with(2, new LayerSize(1, 1));

    assertThat(SubNetwork.full(network).blocks().get(0).output()).isEqualTo(new Shape(4, 4, 6));
    assertThat(SubNetwork.of(network, narrow).blocks().get(0).output())
        .isEqualTo(new Shape(4, 4, 3));
    assertThat(SubNetwork.of(network, narrow).blocks().get(0).branch())
        .isEqualTo(new Shape(4, 4, 2));
  }

  @Test
  void emptiedResidualBlockIsRemoved() {
    SuperNetwork network = residual();
    SubNetwork.SubBlock block = SubNetwork.of(network, network.smallest()).blocks().get(0);

    assertThat(block.removed()).isTrue();
    assertThat(block.output()).isEqualTo(network.input());
  }

  @Test
  void stridedLayerKeepsEveryStridethPixel() {
    assertThat(new Shape(9, 10, 3).strided(2, 7)).isEqualTo(new Shape(5, 5, 7));
    assertThat(new Shape(1, 1, 3).strided(2, 7)).isEqualTo(new Shape(1, 1, 7));
  }

  @Test
  void widthsAreAUniformGridFromNoneToFull() {
    SuperNetwork network = residual();

    assertThat(network.widths(network.convolutions().get(0))).containsExactly(0, 3, 5, 8, 10);
    assertThat(network.kernels(network.convolutions().get(1))).containsExactly(3, 5);
    assertThat(network.kernels(network.convolutions().get(0))).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 1, '0, 3, 5, 8, 10'",
    "64, 8, '0, 16, 32, 48, 64'",
    "64, 16, '0, 16, 32, 48, 64'",
    "48, 8, '0, 16, 24, 40, 48'", // 12 and 36 are half-way, and go up
    "60, 8, '0, 16, 32, 48, 60'", // full is no multiple
    "30, 16, '0, 16, 30'", // 22.5 goes to 16, 7.5 to 0
    "31, 16, '0, 16, 31'", // 23.25 goes to 16
    "62, 16, '0, 16, 32, 48, 62'",
    "11, 16, '0, 11'", // 8.25 would go to 16
    "5, 16, '0, 5'",
    "15, 8, '0, 8, 15'",
  })
  void widthsAreMultiplesOfTheDivisorExceptTheFullOne(int filters, int divisor, String widths) {
    SuperNetwork network =
        new NetworkBuilder("divided", new Shape(4, 4, 3), 5, 16)
            .widthDivisor(divisor)
            .convolution("c1", filters, 1, 1, Activation.RELU, true, -1)
            .globalAveragePool("pool")
            .dense("classifier", 2)
            .build();

    assertThat(network.widths(network.convolutions().get(0))).hasToString("[" + widths + "]");
  }

  @Test
  void architectureOfAnotherNetworkIsRefused() {
    SuperNetwork network = residual();
    Architecture other = new Architecture("other", network.full().sizes());
    Architecture wide = network.full().with(0, new LayerSize(11, 1));

    assertThatThrownBy(() -> SubNetwork.of(network, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("architecture of other with 3 layers is not one of residual, which has 3");
    assertThatThrownBy(() -> SubNetwork.of(network, wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer b1.expand has 11 filters and kernel 1");
  }

  /** One residual block 3 → 10 → 10 → 6 with bypass limit 2. */
  private static SuperNetwork residual() {
    return new NetworkBuilder("residual", new Shape(4, 4, 3), 5, 16)
        .mobile("b1", 10, 6, 5, 1, Activation.RELU, false, 2)
        .globalAveragePool("pool")
        .dense("classifier", 2)
        .build();
  }
}
