package netadapt.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.LayerSize;
import netadapt.arch.SubNetwork;
import netadapt.arch.SubNetwork.SubLayer;
import netadapt.arch.SuperNetwork;
import netadapt.settings.NetworkFile;
import org.junit.jupiter.api.Test;

class CountTest {
  /** NetAdaptV2's Table 8, without the element-wise operations its "225M" includes. */
  @Test
  void netAdaptV2InitialNetworkHas503915520Macs() {
    SubNetwork full = SubNetwork.full(PaperNetworks.mobileNetV3Latency());
    assertThat(MacCount.count(full)).isEqualTo(503_915_520L);
    assertThat(new MacCount().of(full)).isEqualTo(503_915_520.0);
  }

  /** NetAdaptV2's Table 8. */
  @Test
  void netAdaptV2FoundNetworkHas223056000Macs() {
    SubNetwork found =
        SubNetwork.of(PaperNetworks.mobileNetV3Latency(), PaperNetworks.foundAtLatency51());
    assertThat(MacCount.count(found)).isEqualTo(223_056_000L);
    assertThat(MacCount.count(SubNetwork.of(found.network(), found.canonical())))
        .isEqualTo(223_056_000L);
  }

  /** MobileNetV1's paper (569M and 4.2M) and the counts of its public models. */
  @Test
  void mobileNetV1Has568740352MacsAnd4231976Parameters() {
    SubNetwork full = SubNetwork.full(PaperNetworks.mobileNetV1());
    assertThat(MacCount.count(full)).isEqualTo(568_740_352L);
    assertThat(ParameterCount.count(full)).isEqualTo(4_231_976L);
    assertThat(new ParameterCount().of(full)).isEqualTo(4_231_976.0);
  }

  /** From Table 8, layer by layer by hand: the paper states no parameters. */
  @Test
  void netAdaptV2InitialNetworkHas10567032Parameters() {
    SubNetwork full = SubNetwork.full(PaperNetworks.mobileNetV3Latency());
    assertThat(ParameterCount.count(full)).isEqualTo(10_567_032L);
  }

  /**
   * From Table 8 by the rule of NetAdaptV2's appendix A.1, layer by layer by hand: 1.25 times the
   * widths, one more block at 7×7; the paper states neither number.
   */
  @Test
  void macGuidedInitialNetworkHas811886336MacsAnd17475872Parameters() {
    SubNetwork full = SubNetwork.full(NetworkFile.open("mobilenet-v3-macs").network());
    assertThat(MacCount.count(full)).isEqualTo(811_886_336L);
    assertThat(ParameterCount.count(full)).isEqualTo(17_475_872L);
  }

  /**
   * FastDepth states 0.74 G for its network before pruning, MobileNet-NNConv5 with depthwise layers
   * and additive skips. Convolutions alone count, not upsampling and sums: 567,716,352 of the
   * encoder, which is MobileNetV1 without its classifier, and 168,942,592 of the decoder.
   *
   * @see <a href="https://arxiv.org/abs/1903.03273">FastDepth</a>
   */
  @Test
  void fastDepthHas736658944Macs() {
    SubNetwork full = SubNetwork.full(PaperNetworks.fastDepth());
    assertThat(MacCount.count(full)).isEqualTo(736_658_944L);
    assertThat(MacCount.count(full)).isEqualTo(567_716_352L + 168_942_592L);
    assertThat(ParameterCount.count(full)).isEqualTo(3_960_929L);
    assertThat(full.network()).isEqualTo(NetworkFile.open("fastdepth").network());
    assertThat(full.network().output()).hasToString("224x224x1");
  }

  /**
   * NetAdaptV2's Table 10, layer by layer by hand. The paper states its latency, 87 ms, but no
   * MACs; FastDepth's own pruned network, which takes as long, has 0.37 G.
   */
  @Test
  void netAdaptV2FoundDepthNetworkHas459050816Macs() {
    SubNetwork found = SubNetwork.of(PaperNetworks.fastDepth(), PaperNetworks.foundAtLatency87());
    assertThat(MacCount.count(found)).isEqualTo(459_050_816L);
    assertThat(ParameterCount.count(found)).isEqualTo(2_069_441L);
    // Block by block, what is added in the decoder has as many channels as the skip in the paper.
    assertThat(found.blocks().stream().mapToInt(SubNetwork.SubBlock::skipped).filter(c -> c > 0))
        .containsExactly(192, 112, 48);
  }

  @Test
  void bypassedChannelsCostOnlyWhereTheyAreRead() {
    SuperNetwork network = PaperNetworks.tiny();
    Architecture bypassed = network.full().with(0, new LayerSize(0, 3));
    List<SubLayer> layers = SubNetwork.of(network, bypassed).layers();
    assertThat(MacCount.count(layers.get(0))).isZero();
    assertThat(ParameterCount.count(layers.get(0))).isZero();
    // Two of the three input channels pass (T = 16 / 8) and reach the 5×5 depthwise layer.
    assertThat(MacCount.count(layers.get(1))).isEqualTo(4 * 4 * 2 * 25);
    assertThat(ParameterCount.count(layers.get(1))).isEqualTo(2 * 25 + 2 * 2);
  }

  @Test
  void squeezeAndExciteCountsItsTwoDenseLayers() {
    SubLayer excite =
        SubNetwork.full(PaperNetworks.mobileNetV3Latency()).layers().stream()
            .filter(layer -> layer.layer().name().equals("b3.squeeze-excite"))
            .findFirst()
            .orElseThrow();
    assertThat(MacCount.count(excite)).isEqualTo(2 * 64 * 16);
    assertThat(ParameterCount.count(excite)).isEqualTo(64 * 16 + 16 + 16 * 64 + 64);
  }

  @Test
  void convolutionsWithoutBatchNormHaveOneBiasPerFilter() {
    SubLayer last =
        SubNetwork.full(PaperNetworks.mobileNetV3Latency()).layers().stream()
            .filter(layer -> layer.layer().name().equals("c21"))
            .findFirst()
            .orElseThrow();
    assertThat(ParameterCount.count(last)).isEqualTo(1024 * 2048 + 2048);
  }
}
