package netadapt.cost;

import static netadapt.arch.Activation.HARD_SWISH;
import static netadapt.arch.Activation.RELU;

import java.util.ArrayList;
import java.util.List;
import netadapt.arch.Architecture;
import netadapt.arch.Layer;
import netadapt.arch.LayerSize;
import netadapt.arch.NetworkBuilder;
import netadapt.arch.Shape;
import netadapt.arch.SuperNetwork;

/** The networks of the NetAdapt papers whose costs are known. */
public final class PaperNetworks {
  private PaperNetworks() {}

  /** The initial network of NetAdaptV2's latency run (its Table 8). */
  public static SuperNetwork mobileNetV3Latency() {
    return new NetworkBuilder("mobilenet-v3-latency", new Shape(224, 224, 3), 9, 896)
        .convolution("c1", 16, 3, 2, HARD_SWISH, true, -1)
        .mobile("b2", 16, 16, 5, 1, RELU, false, -1)
        .mobile("b3", 64, 32, 5, 2, RELU, true, -1)
        .mobile("b4", 128, 32, 5, 1, RELU, false, -1)
        .mobile("b5", 128, 64, 7, 2, RELU, true, -1)
        .mobile("b6", 128, 64, 7, 1, RELU, true, -1)
        .mobile("b7", 128, 64, 7, 1, RELU, true, -1)
        .mobile("b8", 128, 64, 7, 1, RELU, true, -1)
        .mobile("b9", 256, 128, 5, 2, HARD_SWISH, true, -1)
        .mobile("b10", 256, 128, 5, 1, HARD_SWISH, false, -1)
        .mobile("b11", 256, 128, 5, 1, HARD_SWISH, true, -1)
        .mobile("b12", 256, 128, 5, 1, HARD_SWISH, true, -1)
        .mobile("b13", 1024, 128, 5, 1, HARD_SWISH, true, -1)
        .mobile("b14", 1024, 128, 5, 1, HARD_SWISH, true, -1)
        .mobile("b15", 1024, 128, 5, 1, HARD_SWISH, true, -1)
        .mobile("b16", 1024, 256, 7, 2, HARD_SWISH, true, -1)
        .mobile("b17", 1024, 256, 7, 1, HARD_SWISH, true, -1)
        .mobile("b18", 1024, 256, 7, 1, HARD_SWISH, true, -1)
        .convolution("c19", 1024, 1, 1, HARD_SWISH, true, -1)
        .globalAveragePool("pool")
        .convolution("c21", 2048, 1, 1, HARD_SWISH, false, 1024)
        .dense("classifier", 1000)
        .build();
  }

  /** The network NetAdaptV2 found there at 51 ms (its Table 8). */
  public static Architecture foundAtLatency51() {
    int[][] blocks = { // expansion, depthwise and projection filters, depthwise kernel
      {8, 8, 16, 3}, {48, 48, 20, 5}, {48, 48, 32, 3}, {80, 80, 32, 7}, {112, 80, 40, 3},
      {64, 32, 16, 3}, {96, 96, 8, 3}, {192, 192, 128, 5}, {224, 192, 128, 5}, {128, 32, 48, 3},
      {0, 0, 0, 3}, {512, 256, 80, 3}, {256, 256, 112, 3}, {512, 512, 64, 5}, {640, 640, 224, 7},
      {640, 384, 224, 7}, {896, 512, 224, 5}
    };
    List<LayerSize> sizes = new ArrayList<>();
    sizes.add(new LayerSize(16, 3));
    for (int[] block : blocks) {
      sizes.add(new LayerSize(block[0], 1));
      sizes.add(new LayerSize(block[1], block[3]));
      sizes.add(new LayerSize(block[2], 1));
    }
    sizes.add(new LayerSize(1024, 1));
    sizes.add(new LayerSize(1792, 1));
    return new Architecture("mobilenet-v3-latency", sizes);
  }

  /** MobileNetV1 1.0 at 224 pixels. */
  public static SuperNetwork mobileNetV1() {
    NetworkBuilder builder =
        new NetworkBuilder("mobilenet-v1", new Shape(224, 224, 3), 9, 1792)
            .convolution("c1", 32, 3, 2, RELU, true, -1);
    int[] filters = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};
    int[] strides = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};
    for (int i = 0; i < filters.length; i++) {
      builder.separable("b" + (i + 2), filters[i], 3, strides[i], RELU, -1);
    }
    return builder.globalAveragePool("pool").dense("classifier", 1000).build();
  }

  /** FastDepth, NetAdaptV2's initial network for depth, at 224 pixels. */
  public static SuperNetwork fastDepth() {
    NetworkBuilder builder =
        new NetworkBuilder("fastdepth", new Shape(224, 224, 3), 9, 1792)
            .convolution("c1", 32, 3, 2, RELU, true, -1);
    int[] filters = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};
    int[] strides = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};
    for (int i = 0; i < filters.length; i++) {
      builder.separable("b" + (i + 2), filters[i], 3, strides[i], RELU, -1);
    }
    return builder
        .separable("d1", 512, 5, 1, RELU, -1)
        .upsample(2)
        .separable("d2", 256, 5, 1, RELU, -1)
        .upsample(2)
        .skip("b6")
        .separable("d3", 128, 5, 1, RELU, -1)
        .upsample(2)
        .skip("b4")
        .separable("d4", 64, 5, 1, RELU, -1)
        .upsample(2)
        .skip("b2")
        .separable("d5", 32, 5, 1, RELU, -1)
        .upsample(2)
        .pixelwise("depth", 1)
        .build();
  }

  /** The network NetAdaptV2 found there at 87 ms (its Table 10). */
  public static Architecture foundAtLatency87() {
    int[][] blocks = { // depthwise filters and kernel, pointwise filters
      {20, 3, 48}, {48, 3, 96}, {96, 3, 112}, {112, 3, 256}, {256, 3, 192}, {192, 3, 448},
      {448, 3, 448}, {448, 3, 384}, {384, 3, 512}, {512, 3, 384}, {384, 3, 448}, {448, 3, 384},
      {384, 3, 768}, {768, 5, 384}, {320, 5, 192}, {160, 5, 112}, {112, 3, 48}, {28, 3, 24}
    };
    List<LayerSize> sizes = new ArrayList<>();
    sizes.add(new LayerSize(24, 3));
    for (int[] block : blocks) {
      sizes.add(new LayerSize(block[0], block[1]));
      sizes.add(new LayerSize(block[2], 1));
    }
    return new Architecture("fastdepth", sizes);
  }

  /** Three searched layers and ten classes, on 8×8 images: small enough to try everything. */
  public static SuperNetwork tiny() {
    return new NetworkBuilder("tiny", new Shape(8, 8, 3), 5, 16)
        .convolution("c1", 8, 3, 1, RELU, true, -1)
        .separable("b2", 8, 5, 2, RELU, -1)
        .globalAveragePool("pool")
        .dense("classifier", 10)
        .build();
  }

  /** The index of a searched layer, by name. */
  public static int layer(SuperNetwork network, String name) {
    return network.convolutions().stream().map(Layer.Convolution::name).toList().indexOf(name);
  }
}
