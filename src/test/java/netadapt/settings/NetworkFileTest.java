package netadapt.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import netadapt.BadInput;
import netadapt.arch.Layer;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFileTest {
  private static final String SMALL =
      """
      name = small
      input { height = 8, width = 8, channels = 3 }
      classes = 4
      width-choices = 5
      bypass-budget = 64
      blocks = [
        { name = c1, type = conv, filters = 8, kernel = 3, stride = 2, activation = relu }
        { name = b2, type = mobile, expand = 16, filters = 8, kernel = 5, activation = relu }
        { name = pool, type = global-average-pool }
        { name = classifier, type = dense }
      ]
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("small.conf");
  }

  @Test
  void blocksBecomeLayers() throws Exception {
    SuperNetwork network = read(SMALL).network();

    assertThat(network.convolutions())
        .extracting(Layer.Convolution::name)
        .containsExactly("c1", "b2.expand", "b2.depthwise", "b2.project");
    assertThat(network.classes()).isEqualTo(4);
    assertThat(network.widthChoices()).isEqualTo(5);
    assertThat(network.convolutions().get(0).bypassLimit()).isEqualTo(16);
  }

  @Test
  void otherImagesKeepTheBypassLimits() throws Exception {
    SuperNetwork network = read(SMALL).network(new Shape(16, 16, 1), 7);

    assertThat(network.input()).isEqualTo(new Shape(16, 16, 1));
    assertThat(network.classes()).isEqualTo(7);
    assertThat(network.convolutions().get(0).bypassLimit()).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "cifar10-without-bypasses", "mobilenet-v3-macs", "rooms"})
  void theTextForOtherImagesIsAFileOfTheSameNetwork(String name) {
    Shape images = new Shape(48, 64, 3);

    SuperNetwork again =
        NetworkFile.parse(NetworkFile.open(name).text(images, 7), "here").network();

    assertThat(again).isEqualTo(NetworkFile.open(name).network(images, 7));
  }

  @Test
  void widthDivisorMakesTheGridItsMultiples() throws Exception {
    SuperNetwork network =
        read(SMALL.replace("width-choices", "width-divisor = 8\nwidth-choices")).network();

    assertThat(network.widths(network.convolutions().get(1))).containsExactly(0, 8, 16);
    assertThat(read(SMALL).network().widthDivisor()).isEqualTo(1);
  }

  @Test
  void networkOfTheProgramIsFoundByName() {
    assertThat(NetworkFile.open("mobilenet-v3-macs").network().convolutions())
        .extracting(Layer.Convolution::name)
        .endsWith("b19.project", "c20", "c22");
  }

  /** The paper's T: half of the filters in Tables 8 and 9, a quarter in Table 10. */
  @ParameterizedTest
  @CsvSource({
    "mnist, c1, 8", // half of the filters
    "mnist, b2.project, 16",
    "mnist, b3.project, 16",
    "cifar10, c1, 12", // half
    "cifar10, b2.pointwise, 24",
    "cifar10, b3.project, 24",
    "cifar10, b6.project, 48", // 80 filters
    "cifar10, c9, 128",
    "mobilenet-v1, c1, 16", // half
    "mobilenet-v1, b2.pointwise, 16", // a quarter from here on
    "mobilenet-v1, b3.pointwise, 32",
    "mobilenet-v1, b8.pointwise, 128",
    "mobilenet-v1, b14.pointwise, 256",
    "mobilenet-v3-latency, b2.project, 8", // half
    "mobilenet-v3-latency, b18.project, 128",
    "mobilenet-v3-latency, c21, 1024",
    "mobilenet-v3-macs, c22, 1024",
    "fastdepth, b14.pointwise, 256", // a quarter
    "fastdepth, d1.pointwise, 256", // half from here on
    "fastdepth, d2.pointwise, 128",
    "fastdepth, d5.pointwise, 16",
    "rooms, b8.pointwise, 64", // a quarter
    "rooms, d4.pointwise, 8", // half
  })
  void layersPassNoMoreChannelsThanThePapersDo(String network, String layer, int limit) {
    assertThat(NetworkFile.open(network).network().convolutions())
        .filteredOn(convolution -> convolution.name().equals(layer))
        .extracting(Layer.Convolution::bypassLimit)
        .containsExactly(limit);
  }

  @Test
  void aNetworkMayHaveNoBypasses() throws Exception {
    SuperNetwork network = read(SMALL + "bypasses = false\n").network();

    assertThat(network.convolutions()).extracting(Layer.Convolution::bypassLimit).containsOnly(0);
    assertThat(network.full().sizes()).isEqualTo(read(SMALL).network().full().sizes());
  }

  @Test
  void aNetworkFileMayIncludeAnother() {
    SuperNetwork plain = NetworkFile.open("cifar10-without-bypasses").network();
    SuperNetwork cifar10 = NetworkFile.open("cifar10").network();

    assertThat(plain.convolutions()).extracting(Layer.Convolution::bypassLimit).containsOnly(0);
    assertThat(plain.full().sizes()).isEqualTo(cifar10.full().sizes());
    assertThat(plain.name()).isNotEqualTo(cifar10.name());
  }

  @Test
  void anIncludedFileThatIsMissingIsAMistake() {
    assertThatThrownBy(() -> read("include \"absent.conf\"\n" + SMALL))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("small.conf includes absent.conf, which is not there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist",
        "cifar10",
        "mobilenet-v1",
        "mobilenet-v3-latency",
        "mobilenet-v3-macs",
        "fastdepth",
        "rooms"
      })
  void atFullSizeNoLayerPassesItsInputThrough(String name) {
    for (SubLayer layer : SubNetwork.full(NetworkFile.open(name).network()).layers()) {
      if (layer.layer() instanceof Layer.Convolution convolution) {
        assertThat(layer.output().channels())
            .as(convolution.name())
            .isEqualTo(convolution.filters());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kernel = 3 | kernel = 4 | c1.kernel is 4 but must be odd and at least 1 (F:7)",
        "filters = 8, kernel = 5 | filters = many, kernel = 5"
            + " | b2.filters is \"many\" but must be a whole number (F:8)",
        "filters = 8, kernel = 5 | kernel = 5"
            + " | b2.filters is missing but must be a whole number (F:8)",
        "expand | expnd | unknown key b2.expnd: did you mean b2.expand? (F:8)",
        "activation = relu } | activation = elu }"
            + " | c1.activation is \"elu\" but must be none, relu, hard-swish or hard-sigmoid (F:7)",
        "type = mobile | type = mobil"
            + " | b2.type is \"mobil\" but must be conv, mobile, separable,"
            + " global-average-pool, dense or pixelwise (F:8)",
        "width-choices | width-choice"
            + " | unknown key width-choice: did you mean width-choices? (F:4)",
        "width-choices = 5 | width-choices = 5, width-divisor = 0"
            + " | width-divisor is 0 but must be at least 1 (F:4)",
        "width-choices = 5 | width-choices = 5, width-divisor = -8"
            + " | width-divisor is -8 but must be at least 1 (F:4)",
        "width-choices = 5 | width-choices = 5, width-divisor = some"
            + " | width-divisor is \"some\" but must be a whole number (F:4)",
        "channels = 3 | channels = 0 | input.channels is 0 but must be at least 1 (F:2)",
        "name = b2 | name = c1 | two blocks are named c1: rename one (F:8)",
        "{ name = pool, type = global-average-pool } | '' | put a pooling before it (F:10)",
        "blocks = [ | blocks = [ 3 | blocks is a list but must be a list of objects (F:6)",
        "classes = 4 | classes = 1 | classes is 1 but must be at least 2 (F:3)",
        "classes = 4 | classes = [ | F:",
      })
  void mistakeIsToldWithItsLine(String written, String instead, String message) {
    String broken = SMALL.replaceFirst(Pattern.quote(written), instead);

    assertThatThrownBy(() -> read(broken).network())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(message.replace("F:", file + ":"));
  }

  private static final String DECODER =
      """
      name = small
      input { height = 8, width = 12, channels = 3 }
      width-choices = 5
      bypass-budget = 16
      blocks = [
        { name = c1, type = conv, filters = 8, kernel = 3, stride = 2, activation = relu }
        { name = b2, type = mobile, filters = 9, kernel = 3, stride = 2, activation = relu }
        { name = d1, type = separable, filters = 6, kernel = 5, activation = relu, upsample = 2, skip = c1 }
        { name = d2, type = conv, filters = 4, kernel = 3, activation = relu, upsample = 2 }
        { name = depth, type = pixelwise, channels = 2 }
      ]
      """;

  @Test
  void aDecoderTellsSomethingOfEveryPixelOfImagesOfAnySizeThatItsStridesDivide() throws Exception {
    SuperNetwork network = read(DECODER).network();
    SuperNetwork larger = read(DECODER).network(new Shape(16, 8, 1), 7);

    assertThat(network.output()).isEqualTo(new Shape(8, 12, 2));
    assertThat(network.blocks().get(2).skip()).isEqualTo("c1");
    assertThat(larger.output()).isEqualTo(new Shape(16, 8, 2));
    assertThat(larger.convolutions())
        .extracting(Layer.Convolution::bypassLimit)
        .isEqualTo(network.convolutions().stream().map(Layer.Convolution::bypassLimit).toList());
    assertThatThrownBy(() -> read(DECODER).network(new Shape(10, 12, 3), 7))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "skip of block d1 is c1, which gives 5x6x8, but must have as many pixels as the block,"
                + " which gives 6x6x6: make height and width of the images multiples of 4, all"
                + " strides together (%s:8)",
            file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "skip = c1 | skip = c7 | skip of block d1 is c7 but must be one of the blocks before it:"
            + " [c1, b2] (F:8)",
        "skip = c1 | skip = d2 | skip of block d1 is d2 but must be one of the blocks before it",
        "skip = c1 | skip = b2 | skip of block d1 is b2, which gives 2x3x9, but must have as many"
            + " pixels as the block, which gives 4x6x8: name a block of that resolution (F:8)",
        "skip = c1 | skip = 3.5, upsampel = 3 | unknown key d1.upsampel: did you mean d1.upsample?",
        "upsample = 2 } | upsample = 0 } | d2.upsample is 0 but must be at least 1 (F:9)",
        "upsample = 2 } | upsample = 3 } | pixelwise layer depth reads 12x18x4 but must read as many"
            + " pixels as images of 8x12x3 have: upsample by 4 in all, as much as all strides"
            + " together (F:10)",
        "channels = 2 | channels = 0 | depth.channels is 0 but must be at least 1 (F:10)",
        "channels = 2 } | channels = 2 }, { name = pool, type = global-average-pool }"
            + " | block pool follows depth, which must be the last (F:10)",
        "bypass-budget | classes = 9, bypass-budget | unknown key classes",
        "type = pixelwise, channels = 2 | type = global-average-pool"
            + " | classes is missing but must be a whole number",
      })
  void mistakeOfADecoderIsToldWithItsLine(String written, String instead, String message) {
    String broken = DECODER.replaceFirst(Pattern.quote(written), instead);

    assertThatThrownBy(() -> read(broken).network())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(message.replace("F:", file + ":"));
  }

  @Test
  void allMistakesAreToldTogether() {
    String broken = SMALL.replace("kernel", "kernle");

    assertThatThrownBy(() -> read(broken).network())
        .message()
        .contains("did you mean c1.kernel?", "did you mean b2.kernel?");
  }

  private NetworkFile read(String text) throws Exception {
    Files.writeString(file, text);
    return NetworkFile.open(file.toString());
  }
}
