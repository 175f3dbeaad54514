package netadapt.report;

import static netadapt.arch.Activation.RELU;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SubNetwork;
import netadapt.arch.SuperNetwork;
import netadapt.settings.NetworkFile;
import org.junit.jupiter.api.Test;

class NetworkTableTest {
  private static final SuperNetwork NETWORK =
      new NetworkBuilder("small", new Shape(8, 8, 3), 5, 64)
          .convolution("c1", 8, 3, 2, RELU, true, -1)
          .mobile("b2", 16, 8, 3, 1, RELU, false, -1)
          .convolution("c3", 16, 1, 1, RELU, true, 6)
          .globalAveragePool("pool")
          .dense("classifier", 4)
          .build();

  private static String table(int... filters) {
    List<Integer> kernels = List.of(3, 1, 3, 1, 1);
    Architecture architecture =
        new Architecture(
            "small",
            IntStream.range(0, filters.length)
                .mapToObj(i -> new LayerSize(filters[i], kernels.get(i)))
                .toList());
    return NetworkTable.html(SubNetwork.of(NETWORK, architecture)).markup();
  }

  @Test
  void everyLayerHasItsInputKernelFiltersAndMacs() {
    assertThat(MadeUpRun.text(table(4, 16, 16, 8, 16)))
        .contains("c1 8 × 8 × 3 convolution, stride 2 3 4 8 – 1,728")
        .contains("b2.depthwise 4 × 4 × 16 depthwise 3 16 16 – 2,304")
        .contains("pool 4 × 4 × 16 global average pool 0")
        .contains("classifier 1 × 1 × 16 dense 64");
  }

  @Test
  void inputChannelsThatPassAroundALayerAreCountedAndDrawn() {
    // 16 channels reach c3, of which up to 6 may pass around its 4 filters: 2 do.
    assertThat(MadeUpRun.text(table(8, 16, 16, 8, 4)))
        .contains("c3 4 × 4 × 16 convolution 1 4 16 2");
    assertThat(table(8, 16, 16, 8, 4)).contains("style=\"--kept:25.0%;--bypassed:12.5%\"");
  }

  @Test
  void aBlockOfWhichNothingIsLeftIsSaidToBeRemoved() {
    assertThat(MadeUpRun.text(table(8, 0, 0, 0, 16)))
        .contains("b2 4 × 4 × 8 removed 8 0")
        .doesNotContain("b2.expand");
  }

  @Test
  void aDecoderShowsItsUpsamplingItsSkipsAndItsEnd() {
    SuperNetwork rooms = NetworkFile.open("rooms").network();
    Architecture narrow = rooms.full().with(10, new LayerSize(96, 1));

    assertThat(MadeUpRun.text(NetworkTable.html(SubNetwork.of(rooms, narrow)).markup()))
        .contains("b6.pointwise 6 × 8 × 128 convolution 1 96 128")
        .contains("d1.upsample 3 × 4 × 128 upsample by 2 0 ")
        .contains("d1 6 × 8 × 128 plus b6 0 ")
        .contains("depth 48 × 64 × 16 pixelwise 49,152");
  }
}
