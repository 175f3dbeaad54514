package netadapt.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkBuilderTest {
  /**
   * The cases of {@code make_divisible} in the MobileNet code: nearest, at least 8, at most 10%
   * less.
   */
  @ParameterizedTest
  @CsvSource({
    "0.5, 8",
    "4, 8",
    "8, 8",
    "11.9, 16",
    "12, 16",
    "16, 16",
    "18, 24",
    "20, 24",
    "24, 24",
    "32, 32",
    "36, 40",
    "64, 64",
    "83, 80",
    "84, 88",
    "256, 256",
    "1280, 1280"
  })
  void roundsToAMultipleOfEight(double number, int rounded) {
    assertThat(NetworkBuilder.roundToEight(number)).isEqualTo(rounded);
  }

  @Test
  void bypassLimitTimesOutputResolutionIsConstant() {
    SuperNetwork network =
        new NetworkBuilder("mobilenet-like", new Shape(224, 224, 3), 9, 896)
            .convolution("c1", 16, 3, 2, Activation.HARD_SWISH, true, -1)
            .mobile("b2", 16, 16, 5, 1, Activation.RELU, false, -1)
            .mobile("b3", 64, 32, 5, 2, Activation.RELU, true, -1)
            .globalAveragePool("pool")
            .dense("classifier", 10)
            .build();

    assertThat(network.convolutions().stream().map(Layer.Convolution::bypassLimit))
        .as("table 8 of the paper: 8, 8, 16; depthwise layers pass everything")
        .containsExactly(8, 8, Layer.UNLIMITED, 8, 16, Layer.UNLIMITED, 16);
  }

  @Test
  void strideOneMobileBlockIsResidual() {
    SuperNetwork network =
        new NetworkBuilder("blocks", new Shape(8, 8, 3), 5, 16)
            .mobile("b1", 8, 8, 3, 2, Activation.RELU, false, -1)
            .mobile("b2", 0, 8, 3, 1, Activation.RELU, true, -1)
            .globalAveragePool("pool")
            .dense("classifier", 2)
            .build();

    assertThat(network.blocks().stream().map(Block::residual))
        .containsExactly(false, true, false, false);
    assertThat(network.blocks().get(1).layers().stream().map(Layer::name))
        .containsExactly("b2.depthwise", "b2.squeeze-excite", "b2.project");
    assertThat(network.classes()).isEqualTo(2);
  }

  @Test
  void denseLayerNeedsOnePixel() {
    NetworkBuilder builder = new NetworkBuilder("wide", new Shape(8, 8, 3), 5, 16);

    assertThatThrownBy(() -> builder.dense("classifier", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reads 8x8x3 but must read one pixel");
  }

  @Test
  void networkEndsInADenseLayer() {
    NetworkBuilder builder =
        new NetworkBuilder("headless", new Shape(8, 8, 3), 5, 16).globalAveragePool("pool");

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("network headless does not end in a dense layer");
  }

  @Test
  void widthDivisorIsAtLeastOne() {
    NetworkBuilder builder =
        new NetworkBuilder("undivided", new Shape(1, 1, 3), 5, 16)
            .widthDivisor(0)
            .dense("classifier", 2);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width divisor is 0 but must be at least 1 (any width)");
  }

  @Test
  void namesAreUnique() {
    NetworkBuilder builder =
        new NetworkBuilder("twice", new Shape(8, 8, 3), 5, 16)
            .convolution("c1", 4, 3, 1, Activation.RELU, true, -1)
            .convolution("c1", 4, 3, 1, Activation.RELU, true, -1)
            .globalAveragePool("pool")
            .dense("classifier", 2);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two layers are named c1");
  }
}
