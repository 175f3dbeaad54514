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
  void networkEndsInADenseLayerOrAPixelwiseOne() {
    NetworkBuilder builder =
        new NetworkBuilder("headless", new Shape(8, 8, 3), 5, 16).globalAveragePool("pool");

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "network headless ends in layer pool but must end in a dense layer or a pixelwise one");
  }

  @Test
  void skipsAddTheOutputOfAnEarlierBlockAfterUpsampling() {
    SuperNetwork network = decoder(16).pixelwise("depth", 2).build();

    SubNetwork.SubBlock up = SubNetwork.full(network).blocks().get(2);
    assertThat(up.own()).isEqualTo(new Shape(8, 8, 5));
    assertThat(up.skipped()).isEqualTo(7);
    assertThat(up.output()).isEqualTo(new Shape(8, 8, 7));
    assertThat(network.output()).isEqualTo(new Shape(16, 16, 2));
    assertThat(network.ending()).isEqualTo(new Layer.Pixelwise("depth", 2));
    assertThat(network.convolutions().stream().map(Layer.Convolution::bypassLimit))
        .as("16 by the resolution before upsampling")
        .containsExactly(2, 4, Layer.UNLIMITED, 4, 2);
    assertThatThrownBy(network::classes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("network decoder tells no classes apart but gives 16x16x2 for an image");
  }

  @Test
  void aSkipIsAddedWhateverIsLeftOfItsBlock() {
    SuperNetwork network =
        new NetworkBuilder("residual", new Shape(4, 4, 3), 5, 16)
            .convolution("c1", 5, 1, 1, Activation.RELU, true, 2)
            .mobile("b2", 6, 4, 3, 1, Activation.RELU, false, 1)
            .skip("c1")
            .pixelwise("end", 1)
            .build();
    Architecture emptied = network.full().with(1, new LayerSize(0, 1)).with(2, new LayerSize(0, 3));
    SubNetwork.SubBlock block =
        SubNetwork.of(network, emptied.with(3, new LayerSize(0, 1))).blocks().get(1);

    assertThat(block.removed()).isTrue();
    assertThat(block.skipped()).isEqualTo(5);
    assertThat(block.output()).isEqualTo(new Shape(4, 4, 5));
  }

  @Test
  void skipsNameAnEarlierBlockOfTheSameResolution() {
    assertThatThrownBy(() -> decoder(16).skip("c9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "skip of block up2 is c9 but must be one of the blocks before it: [c1, c2, up1]");
    assertThatThrownBy(() -> decoder(16).skip("up2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be one of the blocks before it");
    assertThatThrownBy(() -> decoder(16).skip("c1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "skip of block up2 is c1, which gives 8x8x7, but must have as many pixels as the block,"
                + " which gives 16x16x6: name a block of that resolution");
    assertThatThrownBy(() -> decoder(18))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "make height and width of the images multiples of 4, all strides together");
  }

  @Test
  void pixelwiseLayerReadsAsManyPixelsAsImagesHaveAndIsTheLast() {
    NetworkBuilder shallow =
        new NetworkBuilder("shallow", new Shape(8, 8, 3), 5, 16)
            .convolution("c1", 4, 3, 2, Activation.RELU, true, -1);
    NetworkBuilder ended = decoder(16).pixelwise("depth", 1);
    NetworkBuilder odd =
        new NetworkBuilder("odd", new Shape(9, 8, 3), 5, 16)
            .convolution("c1", 4, 3, 2, Activation.RELU, true, -1)
            .upsample(2);

    assertThatThrownBy(() -> shallow.pixelwise("depth", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pixelwise layer depth reads 4x4x4 but must read as many pixels as images of 8x8x3 have:"
                + " upsample by 2 in all, as much as all strides together");
    assertThatThrownBy(() -> odd.pixelwise("depth", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("make their height and width multiples of 2, all strides together");
    assertThatThrownBy(() -> ended.globalAveragePool("pool"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("block pool follows depth, which must be the last");
  }

  /** Two strides, and twice upsampling; the first block's output is added after the first. */
  private static NetworkBuilder decoder(int side) {
    return new NetworkBuilder("decoder", new Shape(side, side, 3), 5, 16)
        .convolution("c1", 7, 3, 2, Activation.RELU, true, -1)
        .convolution("c2", 8, 3, 2, Activation.RELU, true, -1)
        .separable("up1", 5, 5, 1, Activation.RELU, -1)
        .upsample(2)
        .skip("c1")
        .convolution("up2", 6, 3, 1, Activation.RELU, true, -1)
        .upsample(2);
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
